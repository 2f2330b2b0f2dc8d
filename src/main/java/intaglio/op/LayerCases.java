package intaglio.op;

/**
 * One answer for each kind of layer. Every stage of the compiler that treats kinds differently implements it, so a new
 * kind does not compile before each of them has an answer.
 *
 * @param <R> the answer
 */
public interface LayerCases<R> {

    R conv2d(Conv2d layer);

    R dense(Dense layer);

    R pool2d(Pool2d layer);

    R add(Add layer);

    R concat(Concat layer);

    R depthToSpace(DepthToSpace layer);
}
