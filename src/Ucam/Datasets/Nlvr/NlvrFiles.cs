using Ucam.Datasets.Files;
using Ucam.Datasets.Formats;
using Ucam.Imaging;

namespace Ucam.Datasets.Nlvr;

/// <summary>NLVR's own pictures and sentences of a split, with the scenes that its files describe.</summary>
internal sealed class NlvrFiles
{
    private const int DrawnPart = 20;

    private readonly string[] _paths;
    private readonly int _size;
    private readonly Dictionary<string, NlvrScene> _scenes = [];
    private readonly HashSet<string> _parts = [];

    /// <summary>Reads the scenes of a split.</summary>
    /// <param name="folder">The folder that holds dev/ and test/.</param>
    /// <param name="split">"dev" or "test".</param>
    /// <param name="size">Side of the square pictures in pixels.</param>
    /// <exception cref="UcamException">The files are not there or malformed.</exception>
    public NlvrFiles(string folder, string split, int size)
    {
        string path = Path.Combine(folder, split), examples = Path.Combine(path, split + ".json");
        if (!File.Exists(examples))
            throw new UcamException($"{examples} is not there; give the folder that holds NLVR's dev/ and test/ (github lil-lab/nlvr, folder nlvr).") { File = examples };
        (_paths, _size) = ([path], size);
        JsonLists.Lines(examples, new TextPool(), (reader, _) => Add(NlvrExample.Read(reader), split, reader));
    }

    /// <summary>The directories, which the authors give as folds.</summary>
    public IReadOnlyList<string> Parts => [.. _parts.Order(StringComparer.Ordinal)];

    /// <summary>People's sentences to test with: the answer is the most frequent verdict, which is NLVR's label, and the raters' shares the true distribution.</summary>
    /// <exception cref="UcamException">A part or a picture is not there.</exception>
    public NlvrSet Asked(IReadOnlyList<string>? parts, string name)
    {
        FileSet files = Open(parts);
        return Make(files, name, [.. files.Items.Select(i => (Labelled(i), (NlvrStatement?)null))]);
    }

    /// <summary>People's sentences to train on with all their verdicts, and drawn ones about the same pictures.</summary>
    /// <param name="parts">The directories.</param>
    /// <param name="repeats">How often each person's sentence is in the set.</param>
    /// <param name="drawn">Drawn sentences about each picture.</param>
    /// <param name="seed">Seed of the drawn ones.</param>
    /// <exception cref="UcamException">A part or a picture is not there.</exception>
    public NlvrSet Training(IReadOnlyList<string> parts, int repeats, int drawn, int seed)
    {
        FileSet files = Open(parts);
        List<(VqaItem, NlvrStatement?)> asked = [];
        for (int r = 0; r < repeats; r++) asked.AddRange(files.Items.Select(i => (WithKind(i), (NlvrStatement?)null)));
        int block = 0;
        // The orders of one example make one scene: a block holds different examples.
        foreach (var group in files.Items.GroupBy(i => (Kind: SceneOf(i).IsTower, Order: i.QuestionId % 100)).OrderBy(g => g.Key))
            foreach (VqaItem[] items in group.Chunk(NlvrWriter.Block))
                asked.AddRange(NlvrSet.Ask([.. items.Select(SceneOf)], [.. items.Select(i => i.Picture)], drawn, 0, DrawnPart, SetRandom.For(seed, DrawnPart, block++, purpose: 11)));
        return Make(files, "nlvr-dev-train", asked);
    }

    private FileSet Open(IReadOnlyList<string>? parts)
    {
        FileSet files = DataFormats.Open("nlvr", _paths, out DataReport report, parts);
        report.Require();
        return files;
    }

    private NlvrSet Make(FileSet files, string name, IReadOnlyList<(VqaItem, NlvrStatement?)> asked)
    {
        var scenes = new NlvrScene[files.PictureCount];
        foreach (VqaItem item in files.Items) scenes[item.Picture] = SceneOf(item);
        Picture Load(int picture) => NlvrSquare.Fold(files.LoadPicture(picture), _size, files.PictureFile(picture) ?? name);
        return new NlvrSet(name, scenes, Load, asked);
    }

    private NlvrScene SceneOf(VqaItem item) => _scenes[item.Source!];

    private VqaItem WithKind(VqaItem item) => item with { QuestionType = SceneOf(item).IsTower ? "people's, towers" : "people's, scattered" };

    private VqaItem Labelled(VqaItem item)
    {
        var verdicts = item.Answers.CountBy(a => a).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).ToArray();
        return WithKind(item) with
        {
            Answers = [.. Enumerable.Repeat(verdicts[0].Key, item.Answers.Count)],
            TrueDistribution = new AnswerDistribution([.. verdicts.Select(v => v.Key)], [.. verdicts.Select(v => (double)v.Value)]),
        };
    }

    private void Add(NlvrExample example, string split, JsonFileReader reader)
    {
        if (example.Boxes.Count != NlvrScene.BoxCount) throw reader.Wrong($"example {example.Identifier} has {example.Boxes.Count} boxes; it must have {NlvrScene.BoxCount}", "structured_rep");
        NlvrScene scene = NlvrScene.Of(example.Boxes.Select(box => (IReadOnlyList<NlvrObject>)[.. box.Select(o => Object(o, reader))]));
        for (int order = 0; order < NlvrScene.Orders.Count; order++) _scenes[$"{split}-{example.Identifier}-{order}"] = scene.InOrder(order);
        _parts.Add(example.Directory);
    }

    private static NlvrObject Object(NlvrPart part, JsonFileReader reader)
    {
        NlvrShape shape = part.Type switch
        {
            "square" => NlvrShape.Square,
            "circle" => NlvrShape.Circle,
            "triangle" => NlvrShape.Triangle,
            _ => throw reader.Wrong($"'{part.Type}' is not square, circle or triangle", "type"),
        };
        NlvrColour colour = part.Colour.ToLowerInvariant() switch
        {
            "black" => NlvrColour.Black,
            "#0099ff" => NlvrColour.Blue,
            "yellow" => NlvrColour.Yellow,
            _ => throw reader.Wrong($"'{part.Colour}' is not Black, #0099ff or Yellow", "color"),
        };
        return new NlvrObject((int)Math.Round(part.X), (int)Math.Round(part.Y), (int)Math.Round(part.Size), shape, colour);
    }
}
