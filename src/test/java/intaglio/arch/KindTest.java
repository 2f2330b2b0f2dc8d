package intaglio.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import intaglio.op.Layer;
import intaglio.plan.Engine;
import intaglio.plan.Stage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Nobody asks of which kind a layer, a stage or an engine is: whoever treats kinds differently implements
 * {@link intaglio.op.LayerCases} or asks the object a question. A new kind then does not compile before every part of the
 * compiler has an answer for it.
 */
class KindTest {

    private static final Path SOURCES = Path.of("src/main/java/intaglio");

    /** Where kinds may be asked for: the package that defines them. */
    private static final Set<String> ALLOWED = Set.of("op");

    private static final Set<String> KINDS = kinds();

    @Test
    void noKindIsAskedFor() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                String folder = SOURCES.relativize(file).getName(0).toString();
                if (!ALLOWED.contains(folder)) {
                    found.addAll(questions(file.toString(), Files.readString(file)));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void everyFormOfTheQuestionIsSeen() throws IOException {
        String source = """
                class Asks {
                    // instanceof Pool2d in a comment is none
                    String text = "layer instanceof Pool2d";
                    boolean a(Object layer) { return layer instanceof Conv2d; }
                    boolean b(Object layer) { return layer instanceof intaglio.op.Dense dense && dense != null; }
                    Object c(Object layer) { return (Add) layer; }
                    Class<?> d() { return Concat.class; }
                    Object e(Object engine) { return (intaglio.plan.WindowEngine) engine; }
                    boolean f(Object layer) { return layer instanceof String; }
                    Object g(java.util.stream.Stream<Object> all) { return all.map(Weighted.class::cast); }
                }
                """;
        assertThat(questions("Asks", source))
                .containsExactly(
                        "Asks:4: instanceof Conv2d",
                        "Asks:5: instanceof Dense",
                        "Asks:6: cast to Add",
                        "Asks:7: Concat.class",
                        "Asks:8: cast to WindowEngine",
                        "Asks:10: Weighted.class");
    }

    /** Simple names of the classes that are kinds. */
    private static Set<String> kinds() {
        Set<String> kinds = new TreeSet<>();
        DependencyTest.CLASSES.stream()
                .filter(one -> List.of(Layer.class, Stage.class, Engine.class).stream()
                        .anyMatch(general -> one.isAssignableTo(general) && !one.isEquivalentTo(general)))
                .forEach(one -> kinds.add(one.getSimpleName()));
        return kinds;
    }

    private static List<String> questions(String name, String text) throws IOException {
        if (KINDS.stream().noneMatch(text::contains)) {
            return List.of(); // parsing takes long
        }
        JavacTask task = (JavacTask)
                ToolProvider.getSystemJavaCompiler().getTask(null, null, null, null, null, List.of(new Source(text)));
        CompilationUnitTree unit = task.parse().iterator().next();
        Questions questions = new Questions(name, unit, Trees.instance(task).getSourcePositions());
        unit.accept(questions, null);
        return questions.found;
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String text) {
            super(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Questions extends TreeScanner<Void, Void> {

        private final String name;
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> found = new ArrayList<>();

        Questions(String name, CompilationUnitTree unit, SourcePositions positions) {
            this.name = name;
            this.unit = unit;
            this.positions = positions;
        }

        @Override
        public Void visitInstanceOf(InstanceOfTree node, Void none) {
            note(node, node.getType(), "instanceof %s");
            return super.visitInstanceOf(node, none);
        }

        @Override
        public Void visitTypeCast(TypeCastTree node, Void none) {
            note(node, node.getType(), "cast to %s");
            return super.visitTypeCast(node, none);
        }

        @Override
        public Void visitMemberSelect(MemberSelectTree node, Void none) {
            if (node.getIdentifier().contentEquals("class")) {
                note(node, node.getExpression(), "%s.class");
            }
            return super.visitMemberSelect(node, none);
        }

        private void note(Tree node, Tree type, String words) {
            String simple = type.toString().replaceAll(".*\\.", "");
            if (KINDS.contains(simple)) {
                long position = positions.getStartPosition(unit, node);
                found.add(name + ":" + unit.getLineMap().getLineNumber(position) + ": " + words.formatted(simple));
            }
        }
    }
}
