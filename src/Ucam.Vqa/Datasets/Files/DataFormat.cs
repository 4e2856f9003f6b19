namespace Ucam.Vqa;

/// <summary>
/// A data format of one's own: says which files are of it and reads questions from one. Pictures are then looked for in the folders that are named,
/// and everything that is wrong is reported, as for the library's own formats. Add it by <see cref="DataFormats.Add"/>.
/// </summary>
public abstract class DataFormat
{
    /// <summary>Short lower-case name, for <see cref="DataFormats.Open"/> and recipes.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, with its source.</summary>
    public abstract string About { get; }

    /// <summary>Licence of the set, for the files made from it.</summary>
    public virtual string License => "that of the set it was made from";

    /// <summary>Whether a file holds questions in this format; asked for the files that are named and those in folders that are named.</summary>
    public abstract bool Reads(string path);

    /// <summary>Every question of a file, in its order.</summary>
    /// <exception cref="UcamException">The file cannot be read or is malformed.</exception>
    public abstract IEnumerable<FileQuestion> Read(string path);
}
