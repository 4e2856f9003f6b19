using System.CommandLine;
using Ucam.Cli.ModelLookup;
using Ucam.Cli.Usage;
using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Cli.Paths;

/// <summary>
/// The rule of every command: nothing that it writes is something that it reads, whatever the names are, and no two results are one file.
/// </summary>
internal static class PathRule
{
    private const int Deepest = 16;

    /// <summary>Checks what the command line names.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="inputs">What else is read, known only now.</param>
    /// <param name="outputs">Where else is written, known only now.</param>
    /// <exception cref="UsageException">An output is an input, or two outputs are one.</exception>
    public static void Check(ParseResult parsed, IEnumerable<string>? inputs = null, IEnumerable<(OutputOption Option, string Path)>? outputs = null)
    {
        Command command = parsed.CommandResult.Command;
        RefuseEmpty(parsed, command);
        (OutputOption Option, string Path)[] written =
            [.. command.Options.OfType<OutputOption>().SelectMany(option => PathsOf(option, parsed)), .. outputs ?? []];
        RefuseTwice(written);
        var replaced = new Dictionary<FileIdentity, (OutputOption Option, string Path)>();
        foreach ((OutputOption option, string path) in written)
            foreach (string file in Existing(option, path))
                if (FileIdentity.Of(file) is { } identity) replaced.TryAdd(identity, (option, file));
        if (replaced.Count == 0) return;
        IEnumerable<IInputPath> readers = command.Options.OfType<IInputPath>().Concat(command.Arguments.OfType<IInputPath>());
        foreach (string file in readers.SelectMany(reader => reader.Paths(parsed).SelectMany(path => Read(path, reader)
            .Where(file => !IsApart(file, path, written.Where(w => w.Option == reader.Apart))))).Concat(inputs ?? []))
            if (FileIdentity.Of(file) is { } identity && replaced.TryGetValue(identity, out var hit))
                throw new UsageException($"{hit.Option.Name} would replace {hit.Path}, which is "
                    + $"read{(file == hit.Path ? "" : $" as {file}")}; give another name or folder.");
    }

    // A run's own folder below that of the data: what it keeps is no data, though its files have such names.
    private static bool IsApart(string file, string read, IEnumerable<(OutputOption Option, string Path)> apart) =>
        apart.Any(folder => IsBelow(file, folder.Path) && !IsBelow(read, folder.Path));

    private static bool IsBelow(string path, string folder) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) is var full
        && Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) is var top
        && (full == top || full.StartsWith(top + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private static void RefuseEmpty(ParseResult parsed, Command command)
    {
        foreach (Option option in command.Options.Where(o => o is InputOption or OutputOption && parsed.GetResult(o) is { Implicit: false }))
            if (parsed.GetResult(option)!.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
                throw new UsageException($"{option.Name} is empty; give a file or folder name, or leave the option out.");
    }

    private static IEnumerable<(OutputOption Option, string Path)> PathsOf(OutputOption option, ParseResult parsed) =>
        parsed.GetValue(option) is { } value ? [(option, value)] : option.Fallback.Select(path => (option, path));

    private static void RefuseTwice(IEnumerable<(OutputOption Option, string Path)> written)
    {
        var seen = new Dictionary<string, OutputOption>();
        foreach ((OutputOption option, string path) in written.Where(w => !string.IsNullOrWhiteSpace(w.Path)))
            if (!seen.TryAdd(Place(path), option) && seen[Place(path)] is var other && other != option && other.Files.Count * option.Files.Count == 0)
                throw new UsageException($"{other.Name} and {option.Name} are one file, {path}; give each its own.");
    }

    /// <summary>The folder, whatever it is called, and the name in it.</summary>
    private static string Place(string path)
    {
        string full = Path.GetFullPath(path);
        return FileIdentity.Of(Path.GetDirectoryName(full) ?? full) is { } folder ? $"{folder} {Path.GetFileName(full)}" : full;
    }

    /// <summary>The files that are there and would be replaced.</summary>
    private static IEnumerable<string> Existing(OutputOption option, string path)
    {
        if (!Directory.Exists(path)) return File.Exists(path) ? [path] : [];
        return option.Files.SelectMany(pattern => Listed(path, pattern));
    }

    // A pattern's folders may be patterns too.
    private static IEnumerable<string> Listed(string folder, string pattern)
    {
        var here = new EnumerationOptions { IgnoreInaccessible = true, MatchType = MatchType.Simple, AttributesToSkip = 0 };
        string[] parts = pattern.Split('/');
        IEnumerable<string> folders = [folder];
        foreach (string part in parts[..^1]) folders = folders.SelectMany(each => Directory.EnumerateDirectories(each, part, here));
        return folders.SelectMany(each => Directory.EnumerateFiles(each, parts[^1], here));
    }

    /// <summary>
    /// The files that are read where a path is named: itself, a list by commas, those of a folder, a shipped model, and what is read beside it.
    /// </summary>
    private static IEnumerable<string> Read(string value, IInputPath reader)
    {
        var search = new EnumerationOptions
        { RecurseSubdirectories = reader.IsDeep, IgnoreInaccessible = true, MaxRecursionDepth = Deepest, AttributesToSkip = 0 };
        foreach (string path in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Append(value).Distinct())
        {
            if (Directory.Exists(path))
                foreach (string file in Directory.EnumerateFiles(path, "*", search)
                    .Where(f => reader.Members.Contains(Path.GetExtension(f).ToLowerInvariant()))) yield return file;
            else if (File.Exists(path))
                foreach (string file in new[]
                { path, Path.ChangeExtension(path, ".yaml"), VqaBeside.File(path, "_truth.json"),
                    VqaBeside.File(path, "_explanations.json") }.OfType<string>().Concat(reader.Beside(path)))
                    yield return file;
            else if (ModelStore.Shipped.Contains(path)) yield return ModelStore.PathOf(path);
        }
    }
}
