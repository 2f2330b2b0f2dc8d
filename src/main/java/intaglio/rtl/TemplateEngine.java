package intaglio.rtl;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;

/** Velocity, set up so that an undefined name is an error and `$readmemh` and friends survive. */
final class TemplateEngine {

    private final VelocityEngine velocity;

    TemplateEngine() {
        Properties properties = new Properties();
        properties.setProperty("resource.loaders", "class");
        properties.setProperty("resource.loader.class.class",
                "org.apache.velocity.runtime.resource.loader.ClasspathResourceLoader");
        properties.setProperty("resource.default_encoding", "UTF-8");
        properties.setProperty("runtime.strict_mode.enable", "true");
        properties.setProperty("runtime.strict_mode.escape", "true");
        properties.setProperty("velocimacro.arguments.strict", "true");
        properties.setProperty("parser.space_gobbling", "lines");
        properties.setProperty("introspector.uberspect.class",
                "org.apache.velocity.util.introspection.SecureUberspector");
        velocity = new VelocityEngine(properties);
        velocity.init();
    }

    /** Renders {@code templates/<name>} with the given values. */
    String render(String name, Map<String, Object> values) {
        StringWriter text = new StringWriter();
        velocity.getTemplate("templates/" + name).merge(new VelocityContext(new HashMap<>(values)), text);
        return text.toString();
    }

    /** A hand-written module, as it is. */
    static String library(String module) {
        String path = "/templates/lib/" + module + ".v";
        try (InputStream in = TemplateEngine.class.getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("compiler bug: cannot read " + path, e);
        }
    }
}
