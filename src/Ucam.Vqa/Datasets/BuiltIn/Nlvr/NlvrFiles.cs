using Ucam.Vqa.Datasets.Files;
using Ucam.Vqa.Datasets.Formats;

namespace Ucam.Vqa.Datasets.BuiltIn.Nlvr;

/// <summary>NLVR's own pictures and sentences of a split, with the scenes that its files describe.</summary>
internal sealed class NlvrFiles
{
    private const int DrawnPart = 20;

    private readonly FileSet _files;
    private readonly int _size;
    private readonly NlvrScene[] _scenes;
    private readonly string[] _parts;

    /// <summary>Reads a split.</summary>
    /// <param name="folder">The folder that holds dev/ and test/.</param>
    /// <param name="split">"dev" or "test".</param>
    /// <param name="size">Side of the square pictures in pixels.</param>
    /// <exception cref="UcamException">The files are not there or malformed, or a picture is missing.</exception>
    public NlvrFiles(string folder, string split, int size)
    {
        _size = size;
        string path = Path.Combine(folder, split), examples = Path.Combine(path, split + ".json");
        if (!File.Exists(examples))
            throw new UcamException($"{examples} is not there; give the folder that holds NLVR's dev/ and test/ (github lil-lab/nlvr, folder nlvr).")
            { File = examples };
        var builder = new SourceBuilder(split, new PictureIndex([path]));
        Dictionary<string, (NlvrScene Scene, string Part)> found = [];
        JsonLists.Lines(examples, builder.Pool, (reader, place) =>
        {
            NlvrExample example = NlvrExample.Read(reader);
            NlvrScene scene = Scene(example, reader);
            for (int order = 0; order < NlvrExample.Orders.Count; order++)
                found[NlvrFormat.SourceOf(split, example, order)] = (scene.InOrder(order), example.Directory);
            NlvrFormat.Add(builder, example, split, place);
        });
        _files = builder.Build(out DataReport report);
        report.Require();
        (_scenes, _parts) = (new NlvrScene[_files.PictureCount], new string[_files.PictureCount]);
        foreach (VqaItem item in _files.Items) (_scenes[item.Picture], _parts[item.Picture]) = found[item.Source!];
    }

    /// <summary>The directories, which the authors give as folds.</summary>
    public IReadOnlyList<string> Parts => [.. _parts.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>
    /// People's sentences to test with: the answer is the most frequent verdict, which is NLVR's label, and the raters' shares the true distribution.
    /// </summary>
    /// <exception cref="UcamException">There is no such part.</exception>
    public NlvrSet Asked(IReadOnlyList<string>? parts, string name) => Make(name, [.. Of(parts).Select(i => (Labelled(i), (NlvrStatement?)null))]);

    /// <summary>People's sentences to train on with all their verdicts, and drawn ones about the same pictures.</summary>
    /// <param name="parts">The directories.</param>
    /// <param name="repeats">How often each person's sentence is in the set.</param>
    /// <param name="drawn">Drawn sentences about each picture.</param>
    /// <param name="seed">Seed of the drawn ones.</param>
    /// <exception cref="UcamException">There is no such part.</exception>
    public NlvrSet Training(IReadOnlyList<string> parts, int repeats, int drawn, int seed)
    {
        VqaItem[] items = Of(parts);
        List<(VqaItem, NlvrStatement?)> asked = [];
        for (int r = 0; r < repeats; r++) asked.AddRange(items.Select(i => (WithKind(i), (NlvrStatement?)null)));
        int block = 0;
        // The orders of one example make one scene: a block holds different examples, those with the same objects beside each other.
        foreach (var group in items.GroupBy(i => (Kind: SceneOf(i).IsTower, Order: i.QuestionId % 100)).OrderBy(g => g.Key))
            foreach (VqaItem[] some in group.OrderBy(i => i.QuestionId).Chunk(NlvrWriter.Block))
                asked.AddRange(NlvrSet.Ask([.. some.Select(SceneOf)], [.. some.Select(i => i.Picture)], drawn, 0, DrawnPart,
                    SetRandom.For(seed, DrawnPart, block++, purpose: 11)));
        return Make("nlvr-dev-train", asked);
    }

    private VqaItem[] Of(IReadOnlyList<string>? parts)
    {
        if (parts is null) return [.. _files.Items];
        SourceBuilder.RequireParts(parts, Parts);
        return [.. _files.Items.Where(i => parts.Contains(_parts[i.Picture]))];
    }

    private NlvrSet Make(string name, IReadOnlyList<(VqaItem Item, NlvrStatement? Statement)> asked)
    {
        (int[] pictures, VqaItem[] items) = PictureNumbers.AsTheyCome([.. asked.Select(a => a.Item)]);
        Picture Load(int i) => NlvrSquare.Fold(_files.LoadPicture(pictures[i]), _size, _files.PictureFile(pictures[i]) ?? name);
        return new NlvrSet(name, Array.ConvertAll(pictures, p => _scenes[p]), Load, [.. items.Zip(asked.Select(a => a.Statement))]);
    }

    private NlvrScene SceneOf(VqaItem item) => _scenes[item.Picture];

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

    private static NlvrScene Scene(NlvrExample example, JsonFileReader reader) => example.Boxes.Count == NlvrScene.BoxCount
        ? NlvrScene.Of(example.Boxes.Select(box => (IReadOnlyList<NlvrObject>)[.. box.Select(o => Object(o, reader))]))
        : throw reader.Wrong($"example {example.Identifier} has {example.Boxes.Count} boxes; it must have {NlvrScene.BoxCount}", "structured_rep");

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
