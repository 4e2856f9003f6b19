namespace Ucam;

/// <summary>What the parts of a shared work wrote, put together.</summary>
internal static class ShardParts
{
    // Missing parts that are named.
    private const int Named = 10;

    /// <summary>All parts of one work, in their order.</summary>
    /// <param name="parts">Which part each is, its file and what is in it; at least one.</param>
    /// <param name="same">Whether two are of the same work.</param>
    /// <param name="works">What the works are: "extractions".</param>
    /// <param name="command">What wrote the parts: "ucam features extract".</param>
    /// <exception cref="UcamException">They are of different works, or one is missing or there twice.</exception>
    public static T[] InOrder<T>(IEnumerable<(Shard Part, string File, T Content)> parts, Func<T, T, bool> same, string works, string command)
    {
        (Shard Part, string File, T Content)[] ordered = [.. parts.OrderBy(part => part.Part.Index)];
        (Shard Part, string File, T Content) first = ordered[0];
        foreach ((Shard part, string file, T content) in ordered)
            if (part.Count != first.Part.Count || !same(content, first.Content))
                throw new UcamException($"{file} and {first.File} are parts of different {works}; give parts of the same command.") { File = file };
        if (ordered.Zip(ordered.Skip(1)).FirstOrDefault(pair => pair.First.Part == pair.Second.Part) is { First.File: not null } twice)
            throw new UcamException($"{twice.First.File} and {twice.Second.File} are both part {twice.First.Part}; give each part once.")
            { File = twice.Second.File };
        int[] missing = [.. Enumerable.Range(1, first.Part.Count).Except(ordered.Select(part => part.Part.Index))];
        if (missing.Length == 0) return [.. ordered.Select(part => part.Content)];
        string which = string.Join(", ", missing.Take(Named)) + (missing.Length > Named ? ", …" : "");
        throw new UcamException($"{(missing.Length == 1 ? $"part {which} of {first.Part.Count} is" : $"parts {which} of {first.Part.Count} are")} "
            + $"missing; give all files that '{command} --shard' wrote.");
    }
}
