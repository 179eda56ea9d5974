package dev.hourglass.reproduce;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** The files of WFDB records. */
final class RecordFiles {
    private RecordFiles() {}

    /** The header files below a folder, in the order of their paths. */
    static List<Path> headers(FileSystem files, String folder) throws IOException {
        List<Path> headers = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> found = files.listFiles(new Path(folder), true);
        while (found.hasNext()) {
            Path file = found.next().getPath();
            if (file.getName().endsWith(".hea")) {
                headers.add(file);
            }
        }
        Collections.sort(headers);
        return headers;
    }

    /** Where a file lies below a folder. */
    static String relative(FileSystem files, String folder, Path file) {
        URI from = files.makeQualified(new Path(folder)).toUri();
        return URI.create(from + "/").relativize(file.toUri()).getPath();
    }

    /** Copies all files of a record. */
    static void copy(FileSystem files, Path header, Path target) throws IOException {
        String record = StringUtils.removeEnd(header.getName(), "hea");
        for (FileStatus file :
                files.listStatus(header.getParent(), other -> other.getName().startsWith(record))) {
            FileUtil.copy(files, file.getPath(), files, target, false, files.getConf());
        }
    }
}
