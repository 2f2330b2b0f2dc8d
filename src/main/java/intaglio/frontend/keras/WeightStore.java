package intaglio.frontend.keras;

import java.util.List;
import java.util.Optional;

/** The weights of the layers of one model. */
interface WeightStore {

    /**
     * A tensor of a layer.
     *
     * @param roles names of all tensors that the layer has, in the order in which Keras makes them
     * @param index of the wanted one
     * @return empty where the file has none
     */
    Optional<Hdf5Tensor> tensor(KerasLayer layer, List<String> roles, int index);

    /** The weights of a model that is a layer of this one. */
    WeightStore within(KerasLayer layer, KerasModel model);
}
