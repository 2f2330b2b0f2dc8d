package intaglio.frontend.torch.script;

import intaglio.frontend.torch.PickleObject;
import intaglio.frontend.torch.Tensor;
import intaglio.frontend.torch.TensorView;
import java.util.Map;

/** The tensors of a tree of modules, in its order. */
final class ModuleTensors {

    private static final int MAX_DEPTH = 32;

    private ModuleTensors() {}

    /** The first tensor of two or more axes, which is the weight of the first layer mostly; null where there is none. */
    static Tensor firstWeight(ScriptModule network, ScriptFile file) {
        Tensor found = firstWeight(network, file, 0);
        for (int i = 0; found == null && i < 2; i++) {
            // A frozen program has its weights among the constants.
            found = file.constant("c" + i) instanceof Tensor tensor && tensor.shape().length >= 2 ? tensor : null;
        }
        return found;
    }

    private static Tensor firstWeight(ScriptModule module, ScriptFile file, int depth) {
        for (Map.Entry<Object, Object> entry : module.object().attributes().entrySet()) {
            String path = module.path(entry.getKey().toString());
            Tensor found = null;
            if (entry.getValue() instanceof TensorView view && view.shape().length >= 2) {
                found = file.tensor(path, view);
            } else if (entry.getValue() instanceof PickleObject object && depth < MAX_DEPTH) {
                found = firstWeight(new ScriptModule(path, object), file, depth + 1);
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
