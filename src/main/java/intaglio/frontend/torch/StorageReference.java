package intaglio.frontend.torch;

/**
 * The storage a pickle refers to; its bytes lie outside of the pickle.
 *
 * @param key name of the storage in the file
 * @param elements number of elements, 0 or more
 */
public record StorageReference(String key, ElementType type, long elements) {

    /** Size in bytes; {@link Long#MAX_VALUE} where it leaves 64 bits. */
    public long bytes() {
        return elements > Long.MAX_VALUE / type.bytes() ? Long.MAX_VALUE : elements * type.bytes();
    }
}
