namespace Ucam.Vqa.Datasets.Files;

/// <summary>A public format of visual question answering sets: what files it has, and how questions are read from them.</summary>
internal abstract class FileFormat
{
    /// <summary>The name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, with its source.</summary>
    public abstract string About { get; }

    /// <summary>Licence of the public set, for the files made from it.</summary>
    public virtual string License => "that of the set it was made from";

    /// <summary>The kinds of files and folders it reads; the first that fits a path takes it.</summary>
    public abstract IReadOnlyList<FormatPart> Parts { get; }

    /// <summary>Reads every question, and adds what is wrong.</summary>
    public abstract void Read(FormatInput input, SourceBuilder builder);
}
