namespace Ucam.Vqa.Features.Hdf5;

/// <summary>Says in our words why an HDF5 file cannot be read, and what mends it.</summary>
internal static class Hdf5Problem
{
    /// <summary>The exception for what the reader met.</summary>
    public static UcamException Of(string path, Exception problem, string where = "")
    {
        // Some of its messages quote bytes of the file.
        string message = FileProblem.Is(problem) ? FileProblem.Reading(path, problem)
            : problem.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.') is var said && said.Any(char.IsControl) ? "it is damaged" : said;
        if (message.Contains("filter with ID", StringComparison.Ordinal))
            return new UcamException($"{path}: {where}it is packed by a filter that is not read here ({message}); unpack it with 'h5repack -f NONE "
                + $"{Path.GetFileName(path)} plain.h5' and give plain.h5.", problem)
            { File = path };
        if (message.Contains("endian", StringComparison.OrdinalIgnoreCase) || message.Contains("byte order", StringComparison.OrdinalIgnoreCase))
        {
            return new UcamException($"{path}: {where}its numbers are in big-endian byte order, which is not read here, and which h5repack keeps; "
                + "write them anew little-endian, as in h5py with features[...].astype('<f4') and ids[...].astype('<i8').", problem)
            { File = path };
        }
        return Broken(path, where + (problem is OutOfMemoryException or OverflowException ? "it announces more than there is" : message), problem);
    }

    /// <summary>The exception for a damaged file.</summary>
    public static UcamException Broken(string path, string what, Exception? inner = null) =>
        new($"{path} cannot be read as HDF5: {what}; copy or make the file again.", inner) { File = path };
}
