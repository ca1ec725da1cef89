package dev.tandem.forecast.feed;

import dev.tandem.commons.drops.FeedFile;
import dev.tandem.forecast.history.ChangeFile;
import dev.tandem.forecast.history.Groups;
import dev.tandem.forecast.refresh.Change;
import dev.tandem.forecast.refresh.DataFiles;
import dev.tandem.forecast.refresh.Keys;
import dev.tandem.forecast.refresh.RunBook;

/** Leaves what a window of a file says where the next refresh finds it: one object and one item, both the same however often it is done. */
final class ChangeDesk {
    private final RunBook book;
    private final DataFiles files;

    ChangeDesk(RunBook book, DataFiles files) {
        this.book = book;
        this.files = files;
    }

    ChangeFile.Builder change() {
        return new ChangeFile.Builder(book.groups());
    }

    void announce(ChangeFile.Builder change, FeedFile file, int window, int lastDay) {
        Groups groups = book.groups();
        byte[] content = change.build();
        String id = Change.id(file.startedAt().toEpochMilli(), file.tag(), window);
        files.write(Keys.change(id), "application/octet-stream", content);
        book.announce(new Change(id, ChangeFile.touched(content, groups), lastDay));
    }
}
