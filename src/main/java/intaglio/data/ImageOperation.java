package intaglio.data;

import intaglio.diag.IntaglioException;

/** One step of an {@link ImagePreparation}. */
interface ImageOperation {

    /**
     * The picture after this step; the one before is not changed.
     *
     * @throws IntaglioException (exit code 3) where the step does not fit the picture
     */
    Picture apply(Picture picture);
}
