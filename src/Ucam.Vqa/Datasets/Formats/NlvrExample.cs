using System.Text.Json;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>One line of an NLVR file.</summary>
/// <param name="Identifier">Number of the presentation and of its position: "1373-0".</param>
/// <param name="Sentence">What a person wrote.</param>
/// <param name="Verdicts">What each rater said: "true", "false" or "nonsense"; the label where nobody was asked.</param>
/// <param name="Directory">Folder of the pictures, empty where there is none.</param>
/// <param name="Boxes">The objects of each of the three boxes.</param>
internal sealed record NlvrExample(string Identifier, string Sentence, string[] Verdicts, string Directory,
    IReadOnlyList<IReadOnlyList<NlvrPart>> Boxes)
{
    private const int Width = 400, Height = 100, BoxEvery = 150, BoxSide = 100, Presentations = 10;

    /// <summary>Which box stands at each place in the picture of an order; picture 0 has them as the file lists them.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Orders { get; } = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    /// <summary>A number made of the identifier and the order: 1373-0 and 2 give 1373002.</summary>
    public long Id(int order)
    {
        string[] parts = Identifier.Split('-');
        return (long.Parse(parts[0]) * Presentations + long.Parse(parts[1])) * 100 + order;
    }

    /// <summary>All objects in the picture of an order; null where there is none.</summary>
    public PictureRegion? Region(int order)
    {
        List<Box> boxes = [];
        for (int place = 0; place < Orders[order].Count; place++)
        {
            int box = Orders[order][place];
            if (box >= Boxes.Count) continue;
            foreach ((double x, double y, double size, _, _) in Boxes[box])
                boxes.Add(Box.OfPixels(place * BoxEvery + x, y, Math.Min(size, BoxSide - x), size, Width, Height));
        }
        return boxes.Count == 0 ? null : new BoxRegion(boxes);
    }

    /// <summary>Reads the current object.</summary>
    public static NlvrExample Read(JsonFileReader reader)
    {
        string? identifier = null, sentence = null, label = null;
        string directory = "";
        string[] verdicts = [];
        List<IReadOnlyList<NlvrPart>> boxes = [];
        while (reader.Property(out string name))
        {
            if (name == "identifier") identifier = Checked(reader);
            else if (name == "sentence") sentence = reader.Text();
            else if (name == "label") label = reader.Loose().ToLowerInvariant();
            else if (name == "directory") directory = reader.Loose();
            else if (name == "evals") verdicts = ReadVerdicts(reader);
            else if (name == "structured_rep") ReadBoxes(reader, boxes);
            else reader.Skip();
        }
        string? missing = identifier is null ? "identifier" : sentence is null ? "sentence" : label is null && verdicts.Length == 0 ? "label" : null;
        if (missing is not null) throw reader.Wrong($"\"{missing}\" is missing", missing);
        return new NlvrExample(identifier!, sentence!, verdicts.Length > 0 ? verdicts : [label!], directory, boxes);
    }

    private static string Checked(JsonFileReader reader)
    {
        string identifier = reader.Text();
        string[] parts = identifier.Split('-');
        bool valid = parts.Length == 2 && parts[0].Length is > 0 and < 10 && parts[1].Length == 1 && parts.All(p => p.All(char.IsAsciiDigit));
        return valid ? identifier : throw reader.Wrong($"\"{identifier}\" is not an identifier of the form 1373-0");
    }

    private static string[] ReadVerdicts(JsonFileReader reader)
    {
        List<string> verdicts = [];
        reader.Object();
        while (reader.Property(out _)) verdicts.Add(reader.Token == JsonTokenType.Null ? "" : reader.Loose().ToLowerInvariant());
        return [.. verdicts];
    }

    private static void ReadBoxes(JsonFileReader reader, List<IReadOnlyList<NlvrPart>> boxes)
    {
        reader.Array();
        while (reader.Item())
        {
            List<NlvrPart> objects = [];
            reader.Array();
            while (reader.Item()) objects.Add(ReadObject(reader));
            boxes.Add(objects);
        }
    }

    private static NlvrPart ReadObject(JsonFileReader reader)
    {
        double? x = null, y = null, size = null;
        string type = "", colour = "";
        reader.Object();
        while (reader.Property(out string name))
        {
            if (name == "x_loc") x = reader.Number();
            else if (name == "y_loc") y = reader.Number();
            else if (name == "size") size = reader.Number();
            else if (name == "type") type = reader.Loose();
            else if (name == "color") colour = reader.Loose();
            else reader.Skip();
        }
        string? missing = x is null ? "x_loc" : y is null ? "y_loc" : size is null ? "size" : null;
        return missing is null
            ? new NlvrPart(x!.Value, y!.Value, size!.Value, type, colour) : throw reader.Wrong($"\"{missing}\" is missing", missing);
    }
}

/// <summary>One object as the file has it.</summary>
/// <param name="X">Left side in pixels of the box.</param>
/// <param name="Y">Upper side.</param>
/// <param name="Size">Side.</param>
/// <param name="Type">"square", "circle" or "triangle"; empty where the file does not say.</param>
/// <param name="Colour">"Black", "Yellow" or "#0099ff"; empty where the file does not say.</param>
internal readonly record struct NlvrPart(double X, double Y, double Size, string Type, string Colour);
