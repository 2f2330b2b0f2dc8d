package intaglio.verify;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * How thoroughly to verify.
 *
 * @param frames images of the set that run back to back
 * @param stalledFrames frames of each run with stalls
 * @param resets number of resets in the middle of the work
 * @param initialStates number of short runs that only vary the random initial state of all registers
 * @param adversarial whether to add {@link AdversarialImages}
 * @param seed of every random choice
 * @param jobs simulations at a time
 * @param workFolder keeps built benches and receives scratch files
 * @param bundleFolder receives a folder for the first failing run
 * @param progress told in words what is going on; called from several threads
 */
public record VerifyOptions(
        int frames,
        int stalledFrames,
        int resets,
        int initialStates,
        boolean adversarial,
        long seed,
        int jobs,
        Path workFolder,
        Path bundleFolder,
        Consumer<String> progress) {

    public VerifyOptions {
        if (frames < 1 || stalledFrames < 0 || resets < 0 || initialStates < 0 || jobs < 1) {
            throw new IllegalArgumentException("frames and jobs must be 1 or more, the other numbers 0 or more");
        }
    }

    /** Everything: stalls, 20 resets, 5 initial states, adversarial images; two simulations at a time. */
    public static VerifyOptions thorough(int frames, long seed, Path workFolder) {
        Path bundles = workFolder.resolve("mismatch");
        return new VerifyOptions(frames, 100, 20, 5, true, seed, 2, workFolder, bundles, text -> {});
    }

    /** Only the images back to back: for mass runs and for tests of other things. */
    public static VerifyOptions framesOnly(int frames, long seed, Path workFolder) {
        return thorough(frames, seed, workFolder).withExtras(0, 0, 0, false);
    }

    public VerifyOptions withExtras(int newStalled, int newResets, int newInitialStates, boolean newAdversarial) {
        return new VerifyOptions(
                frames,
                newStalled,
                newResets,
                newInitialStates,
                newAdversarial,
                seed,
                jobs,
                workFolder,
                bundleFolder,
                progress);
    }

    public VerifyOptions withJobs(int newJobs) {
        return new VerifyOptions(
                frames,
                stalledFrames,
                resets,
                initialStates,
                adversarial,
                seed,
                newJobs,
                workFolder,
                bundleFolder,
                progress);
    }

    public VerifyOptions withBundleFolder(Path newFolder) {
        return new VerifyOptions(
                frames, stalledFrames, resets, initialStates, adversarial, seed, jobs, workFolder, newFolder, progress);
    }

    public VerifyOptions withProgress(Consumer<String> newProgress) {
        return new VerifyOptions(
                frames,
                stalledFrames,
                resets,
                initialStates,
                adversarial,
                seed,
                jobs,
                workFolder,
                bundleFolder,
                newProgress);
    }
}
