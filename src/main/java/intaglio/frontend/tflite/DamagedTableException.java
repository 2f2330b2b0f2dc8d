package intaglio.frontend.tflite;

/** An offset or a length in a FlatBuffer leads out of it. */
final class DamagedTableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DamagedTableException(String message) {
        super(message);
    }
}
