package intaglio.frontend.torch.script;

/** A function by its whole name, {@code __torch__.torch.nn.functional.relu}, before it is called. */
record FunctionReference(String path) {}
