using System.CommandLine;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.BuiltIn;
using Ucam.Vqa.Datasets.BuiltIn.Nlvr;
using Ucam.Vqa.Datasets.BuiltIn.Photos;

namespace Ucam.Cli.Options;

/// <summary>The options that name a built-in set, shared by several commands.</summary>
internal sealed class BuiltInSetOptions
{
    private readonly Option<string?> _set = new("--set") { Description = "A built-in set: scenes, photos or nlvr." };
    private readonly Option<string> _split;
    private readonly Option<int> _pictures;
    private readonly Option<int> _perPicture = new("--questions-per-picture")
    { Description = "Questions about each picture, 1 to 50.", DefaultValueFactory = _ => 8 };
    private readonly Option<int> _seed = new("--seed") { Description = "Drives everything random.", DefaultValueFactory = _ => 1 };
    private readonly InputOption _data = new("--data", FolderMembers.Data)
    { Description = "Folder or archive of the photographs (photos), or the folder with dev/ and test/ (nlvr; without it pictures are drawn)." };

    public BuiltInSetOptions(int defaultPictures)
    {
        _split = new Option<string>("--split")
        { Description = "train, validation, test, a shifted test set (test-blur, ...), or all test sets.", DefaultValueFactory = _ => "test" };
        _pictures = new Option<int>("--pictures") { Description = "Number of pictures, 1 to 1000000.", DefaultValueFactory = _ => defaultPictures };
    }

    public void AddTo(Command command, bool named = true)
    {
        if (named) command.Add(_set);
        foreach (Option option in new Option[] { _split, _pictures, _perPicture, _seed, _data }) command.Add(option);
    }

    /// <summary>Refuses what belongs to a built-in set beside files of the user's own.</summary>
    public void RefuseBesideFiles(ParseResult parsed)
    {
        if (parsed.GetValue(_data) is { } data)
            throw new UsageException($"--data '{data}' goes with --set; a table of questions goes with --questions, its pictures with --images.");
    }

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_set) is not null;

    public int Seed(ParseResult parsed) => parsed.GetValue(_seed);

    public string Split(ParseResult parsed) => parsed.GetRequiredValue(_split);

    /// <summary>Opens the named splits at a size in pixels.</summary>
    public IReadOnlyList<IVqaSet> Open(ParseResult parsed, int size, string? name = null)
    {
        int pictures = parsed.GetValue(_pictures), questions = parsed.GetValue(_perPicture), seed = Seed(parsed);
        if (pictures is < 1 or > 1_000_000) throw new UsageException("--pictures must be from 1 to 1000000.");
        if (questions is < 1 or > 50) throw new UsageException("--questions-per-picture must be from 1 to 50.");
        switch (name ?? parsed.GetValue(_set))
        {
            case "scenes":
                return [.. Splits<SceneSplit>(Split(parsed)).Select(s => new SceneSet(new SceneSetOptions
                    { Seed = seed, Split = s, Pictures = pictures, Size = size, QuestionsPerPicture = questions }))];
            case "photos":
                string source = parsed.GetValue(_data)
                    ?? throw new UsageException("photos need --data: the folder or archive with the photographs (see docs/photos.md).");
                PhotoArchive archive = PhotoArchive.Open(source);
                return [.. Splits<PhotoSplit>(Split(parsed)).Select(s => new PhotoSet(new PhotoSetOptions
                    { Seed = seed, Split = s, Pictures = pictures, Size = size, QuestionsPerPicture = questions }, archive))];
            case "nlvr" when parsed.GetValue(_data) is { } folder:
                return [new NlvrFiles(folder, Split(parsed), size).Asked(null, "nlvr-" + Split(parsed))];
            case "nlvr":
                return [.. Splits<NlvrSplit>(Split(parsed)).Select(s => NlvrSet.Draw(new NlvrSetOptions
                    { Seed = seed, Split = s, Pictures = pictures, Size = size, QuestionsPerPicture = questions }))];
            case var other:
                throw new UsageException($"--set is '{other}'; it must be scenes, photos or nlvr.");
        }
    }

    private static T[] Splits<T>(string name) where T : struct, Enum
    {
        T[] all = Enum.GetValues<T>();
        if (name == "all") return [.. all.Where(s => BuiltInItems.PartName(s).StartsWith("test", StringComparison.Ordinal))];
        T[] named = [.. all.Where(s => BuiltInItems.PartName(s) == name)];
        return named.Length == 1
            ? named
            : throw new UsageException($"--split is '{name}'; it must be one of: {string.Join(", ", all.Select(BuiltInItems.PartName))}, all.");
    }
}
