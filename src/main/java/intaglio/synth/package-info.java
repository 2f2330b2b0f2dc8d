/**
 * Synthesis, placement and routing of an output folder by free tools: what it takes of a device, and its clock.
 */
package intaglio.synth;
