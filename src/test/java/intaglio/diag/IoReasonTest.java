package intaglio.diag;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class IoReasonTest {

    @Test
    void saysWhatAUserWouldSay() {
        assertThat(IoReason.of(new NoSuchFileException("a.pth"))).isEqualTo("no such file or folder");
        assertThat(IoReason.of(new AccessDeniedException("a.pth"))).isEqualTo("permission denied");
        assertThat(IoReason.of(new MalformedInputException(1))).isEqualTo("not text in UTF-8");
        assertThat(IoReason.of(new FileSystemException("a", "b", "Read-only file system")))
                .isEqualTo("read-only file system");
        assertThat(IoReason.of(new IOException("Is a directory"))).isEqualTo("is a directory");
        assertThat(IoReason.of(new IOException())).isEqualTo("input or output error");
    }
}
