package intaglio.frontend.torch;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of storages lie. */
interface StorageSource {

    /** All bytes of a storage, from index 0, with the file's byte order set; its size has been checked. */
    ByteBuffer read(StorageReference storage) throws IOException;
}
