package intaglio.cli;

import intaglio.diag.ExitCode;
import intaglio.tool.Doctor;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code doctor}: the external programs on this machine. */
final class DoctorVerb implements Verb {

    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public String summary() {
        return "show the programs found, what each is for, and what is missing";
    }

    @Override
    public List<String> operands() {
        return List.of();
    }

    @Override
    public Options options() {
        return new Options();
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        Doctor doctor = Doctor.examine();
        doctor.report().forEach(console::print);
        return doctor.isFine() ? ExitCode.OK : ExitCode.TOOL;
    }
}
