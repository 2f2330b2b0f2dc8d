/**
 * Which engines compute the network, how parallel, and how many cycles that takes. {@link intaglio.plan.Schedule} copies the
 * control registers of the Verilog: who changes a pipeline or a sequencer in {@code templates/lib} changes its twin here, and
 * {@code verify} finds a difference of one cycle. Nothing here imports {@code golden}.
 */
package intaglio.plan;
