package intaglio.rtl;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;

/** Velocity, set up so that an undefined name is an error and `$readmemh` and friends survive. */
public final class TemplateEngine {

    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final Pattern PART = Pattern.compile("#parse\\(\"templates/([^\"]+)\"\\)");

    private final VelocityEngine velocity;

    public TemplateEngine() {
        this(new Properties());
    }

    /** One that escapes what it inserts for HTML. */
    public static TemplateEngine forHtml() {
        Properties properties = new Properties();
        properties.setProperty("event_handler.reference_insertion.class", HtmlEscape.class.getName());
        return new TemplateEngine(properties);
    }

    private TemplateEngine(Properties more) {
        Properties properties = new Properties();
        properties.setProperty("resource.loaders", "class");
        properties.setProperty(
                "resource.loader.class.class", "org.apache.velocity.runtime.resource.loader.ClasspathResourceLoader");
        properties.setProperty("resource.default_encoding", "UTF-8");
        properties.setProperty("runtime.strict_mode.enable", "true");
        properties.setProperty("runtime.strict_mode.escape", "true");
        properties.setProperty("velocimacro.arguments.strict", "true");
        properties.setProperty("parser.space_gobbling", "lines");
        properties.setProperty(
                "introspector.uberspect.class", "org.apache.velocity.util.introspection.SecureUberspector");
        properties.putAll(more);
        velocity = new VelocityEngine(properties);
        velocity.init();
    }

    /** Renders {@code templates/<name>} with the given values. */
    public String render(String name, Map<String, Object> values) {
        StringWriter text = new StringWriter();
        velocity.getTemplate("templates/" + name).merge(new VelocityContext(new HashMap<>(values)), text);
        return text.toString();
    }

    /** Every word of a template and of the parts it is made of, those of its comments and directives, too. */
    static Set<String> words(String name) {
        String text = resource("/templates/" + name);
        Set<String> words = WORD.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
        PART.matcher(text).results().forEach(part -> words.addAll(words(part.group(1))));
        return words;
    }

    /** A hand-written module, as it is. */
    public static String library(String module) {
        return resource(libraryPath(module));
    }

    /** Whether there is a hand-written module of this name. */
    static boolean hasLibrary(String module) {
        return TemplateEngine.class.getResource(libraryPath(module)) != null;
    }

    private static String libraryPath(String module) {
        return "/templates/lib/" + module + ".v";
    }

    private static String resource(String path) {
        try (InputStream in = TemplateEngine.class.getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("compiler bug: cannot read " + path, e);
        }
    }
}
