package intaglio.rtl;

import java.util.List;
import java.util.Map;

/** Emits the module and the probe of a pool engine; it has no ROMs. */
record PoolModule(WindowView window, PoolView view) {

    EngineModule emit(TemplateEngine templates) {
        String text = templates.render(
                "pool_engine.v.vm",
                Map.of("w", window, "v", view, "e", view.engine(), "toolVersion", ToolVersion.VERSION));
        return new EngineModule(window.name(), window.module(), text, List.of(), List.of(probe()));
    }

    private Probe probe() {
        String path = "u_" + window.name() + ".";
        return new WindowProbes(view.engine())
                .window(
                        "output",
                        path + "m_valid",
                        path + "m_data",
                        window.yWidth(),
                        window.y().isSigned());
    }
}
