package intaglio.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom. Golden model and hardware meet only in {@code verify}: a bug must be made twice to hide. */
class DependencyTest {

    /** Every class of the program, without the tests. */
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("intaglio");

    @Test
    void goldenModelKnowsNoHardware() {
        noClasses()
                .that()
                .resideInAPackage("intaglio.golden..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("intaglio.plan..", "intaglio.rtl..", "intaglio.verify..", "intaglio.cli..")
                .check(CLASSES);
    }

    @Test
    void hardwareKnowsNoGoldenModel() {
        noClasses()
                .that()
                .resideInAnyPackage("intaglio.plan..", "intaglio.rtl..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("intaglio.golden..", "intaglio.verify..", "intaglio.cli..")
                .check(CLASSES);
    }

    @Test
    void measuringKnowsNoHardware() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "intaglio.floating..", "intaglio.calibrate..", "intaglio.evaluate..", "intaglio.inspect..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("intaglio.plan..", "intaglio.rtl..", "intaglio.verify..", "intaglio.cli..")
                .check(CLASSES);
    }

    @Test
    void verificationKnowsTheHardwareByItsFilesOnly() {
        noClasses()
                .that()
                .resideInAPackage("intaglio.verify..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("intaglio.plan..", "intaglio.rtl..")
                .check(CLASSES);
    }

    @Test
    void arithmeticAndGraphKnowNobodyAbove() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "intaglio.ir..", "intaglio.op..", "intaglio.graph..", "intaglio.num..", "intaglio.diag..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "intaglio.frontend..",
                        "intaglio.quant..",
                        "intaglio.range..",
                        "intaglio.golden..",
                        "intaglio.plan..",
                        "intaglio.rtl..",
                        "intaglio.export..",
                        "intaglio.verify..",
                        "intaglio.cli..")
                .check(CLASSES);
    }

    @Test
    void noTwoPackagesKnowEachOther() {
        slices().matching("intaglio.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
