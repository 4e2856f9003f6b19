namespace Ucam.Web.Runs;

/// <summary>A folder of a training or a comparison.</summary>
/// <param name="Id">Its path below the folder that is served, with '/'; "." for that folder itself.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="IsComparison">Whether it is a comparison; else a training.</param>
internal sealed record RunEntry(string Id, string Path, bool IsComparison)
{
    /// <summary>The file that tells what the folder is.</summary>
    public const string Comparison = "comparison.json", Training = "metrics.csv";
}

/// <summary>
/// The trainings and comparisons in a folder, three levels deep. A caller's name is looked for among them and never made into a path, and links
/// are not followed, so that nothing outside the folder can be read.
/// </summary>
internal sealed class RunList(string folder)
{
    private const int Deepest = 3, Most = 500, MostFolders = 20_000;

    private readonly string _folder = Path.GetFullPath(folder);

    /// <summary>All of them, those that were changed last first; at most 500.</summary>
    public IReadOnlyList<RunEntry> All()
    {
        var found = new List<RunEntry>();
        var folders = new Queue<(string Path, string Id, int Depth)>([(_folder, ".", 0)]);
        for (int seen = 0; folders.Count > 0 && found.Count < Most && seen < MostFolders; seen++)
        {
            (string path, string id, int depth) = folders.Dequeue();
            bool isComparison = UnlinkedFile.IsAt(Path.Combine(path, RunEntry.Comparison));
            if (isComparison || UnlinkedFile.IsAt(Path.Combine(path, RunEntry.Training))) found.Add(new RunEntry(id, path, isComparison));
            if (depth == Deepest || isComparison) continue;
            foreach (string below in Below(path)) folders.Enqueue((below, (id == "." ? "" : id + "/") + Path.GetFileName(below), depth + 1));
        }
        return [.. found.OrderByDescending(run => RunFiles.Stamp(run).Changed)];
    }

    /// <summary>One by its id.</summary>
    /// <exception cref="UcamException">There is none.</exception>
    public RunEntry Find(string? id) =>
        All().FirstOrDefault(run => run.Id == id) ?? throw new UcamException("There is no such run; /api/runs lists them.") { Field = "run" };

    private static IEnumerable<string> Below(string path)
    {
        try
        {
            return [.. new DirectoryInfo(path).EnumerateDirectories().Where(below => below.LinkTarget is null && below.Name[0] != '.')
                .Select(below => below.FullName).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            // What may not be read is not listed.
            return [];
        }
    }
}
