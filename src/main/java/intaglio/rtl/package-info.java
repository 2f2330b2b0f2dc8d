/**
 * Modules, ROM images and the output folder. Arithmetic that a template needs is done here; templates only name numbers
 * and wire. Nothing here imports {@code golden}.
 */
package intaglio.rtl;
