package intaglio.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Counts what was done to pictures without being asked for, to say it in one line each. */
final class PictureNotes {

    private final ImagePreparation preparation;
    private int pictures;
    private int transparent;
    private int turned;
    private int wide;
    private int coloured;
    private int scaled;
    private final Set<String> sizes = new TreeSet<>();
    private ImageSize target;

    PictureNotes(ImagePreparation preparation) {
        this.preparation = preparation;
    }

    /** Notes one picture as it is in its file. */
    void take(PicturePlanes planes, Orientation orientation, int wantedChannels) {
        pictures++;
        transparent += planes.isTransparent() ? 1 : 0;
        turned += orientation.equals(Orientation.UPRIGHT) ? 0 : 1;
        wide += planes.bits() > Byte.SIZE ? 1 : 0;
        coloured += wantedChannels == 1
                        && preparation.channels().isEmpty()
                        && !planes.picture().isGrey()
                ? 1
                : 0;
    }

    void scaled(Picture from, ImageSize to) {
        scaled++;
        sizes.add(from.height() + "x" + from.width());
        target = to;
    }

    /** One sentence for each thing that was done. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (transparent > 0) {
            Background background = preparation.background();
            sentences.add(count(transparent) + " transparent pixels: shown on " + background.word()
                    + (background == Background.WHITE ? " (--background black shows them on black)" : ""));
        }
        if (turned > 0) {
            sentences.add(count(turned) + " an EXIF orientation: turned upright, which Pillow and torchvision do not do"
                    + " by themselves");
        }
        if (wide > 0) {
            sentences.add(count(wide) + " 16-bit samples: their upper 8 bits are taken");
        }
        if (coloured > 0) {
            sentences.add(
                    count(coloured) + " colours: made grey (luma of ITU-R 601), as the network takes one channel");
        }
        if (scaled > 0) {
            String first = sizes.iterator().next();
            String from = first + (sizes.size() == 1 ? "" : " and " + (sizes.size() - 1) + " other sizes");
            sentences.add(count(scaled) + " another size than the network: scaled from " + from + " to " + target
                    + " (bilinear; --resize, --crop and --pad choose otherwise)");
        }
        return sentences;
    }

    private String count(int some) {
        return pictures == 1 ? "the picture has" : some + " of " + pictures + " pictures have";
    }
}
