package intaglio.frontend.torch.aten;

/** Writes an operator: gives a {@link Value}, a list of results, or a number. */
@FunctionalInterface
interface AtenRule {

    Object apply(AtenCall call);
}
