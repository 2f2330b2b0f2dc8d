package intaglio.frontend.torch.script;

import intaglio.frontend.torch.PickleDict;
import intaglio.frontend.torch.TensorView;
import java.util.List;
import java.util.Optional;

/** What a trace was made with: {@code {"forward": [tensor]}}. */
final class TracedInputs {

    private TracedInputs() {}

    /** Sizes of the one tensor; empty where there is no such thing. */
    static Optional<long[]> shape(Object traced) {
        Object inputs = traced instanceof PickleDict dict ? dict.entries().get("forward") : null;
        Object image = inputs instanceof List<?> list && list.size() == 1 ? list.get(0) : null;
        return image instanceof TensorView view && view.problem() == null
                ? Optional.of(view.shape().clone())
                : Optional.empty();
    }
}
