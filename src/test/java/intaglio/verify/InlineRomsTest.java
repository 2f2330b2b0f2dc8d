package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.plan.Plan;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import intaglio.rtl.Compilation;
import intaglio.rtl.DesignOptions;
import intaglio.rtl.kit.SampleFrames;
import intaglio.testing.HardwareModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contents of ROMs in the Verilog are checked as those in files are. */
class InlineRomsTest {

    @TempDir
    Path folder;

    private Path compiled(Network network) {
        IntegerModel model = HardwareModels.uint8(network, 3, true);
        Ranges ranges = RangeAnalysis.of(model);
        DesignOptions options = new DesignOptions(DesignOptions.Roms.INLINE, false);
        Path out = folder.resolve("out");
        new Compilation(network, model, ranges, Plan.of(model, ranges, 9), options, SampleFrames.none())
                .write(out, "test", Map.of());
        return out;
    }

    private static List<Failure> failures(Path out) throws IOException {
        return StaticChecks.all(out, DesignPlan.read(out), Verifier.model(out));
    }

    @Test
    void aRightDesignHasNoFailure() throws IOException {
        Path out = compiled(HardwareModels.oblong());
        assertThat(failures(out)).isEmpty();
        assertThat(out.resolve("rom")).doesNotExist();
        assertThat(Files.readString(out.resolve("filelist.f"))).doesNotContain("intaglio_rom");
    }

    @Test
    void aWrongWordIsNamed() throws IOException {
        Path out = compiled(HardwareModels.oblong());
        Path rom = out.resolve("rtl/oblong_rom_first_tap00.v");
        String text = Files.readString(rom);
        int digit = text.indexOf(';', text.indexOf("memory[1] =")) - 1;
        char flipped =
                Integer.toHexString(Character.digit(text.charAt(digit), 16) ^ 1).charAt(0);
        Files.writeString(rom, text.substring(0, digit) + flipped + text.substring(digit + 1));
        assertThat(failures(out))
                .singleElement()
                .asString()
                .startsWith("rom first_tap00.mem (ROM files): word 1, bits 0 to 8");
    }

    @Test
    void aRomInThePlaceOfAnotherIsNamed() throws IOException {
        Path out = compiled(HardwareModels.oblong());
        Path chooser = out.resolve("rtl/oblong_rom.v");
        ToyDesign.edit(chooser, "oblong_rom_first_bias #(", "oblong_rom_second_bias #(");
        assertThat(failures(out))
                .singleElement()
                .asString()
                .contains("takes [oblong_rom_second_bias] for it, must take [oblong_rom_first_bias]");
    }
}
