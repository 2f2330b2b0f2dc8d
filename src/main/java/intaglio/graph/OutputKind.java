package intaglio.graph;

/** What the values at the end of a network are. */
public enum OutputKind {
    /** One value for each class; the largest names the class. */
    LOGITS,
    /** A picture: each value is a byte. */
    IMAGE,
    /** Numbers of their own right; none is chosen. */
    VALUES
}
