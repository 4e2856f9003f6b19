using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>
/// The masks and boxes beside SLAKE's pictures: <c>mask.png</c>, and <c>detection.json</c> with [{"Liver": [x, y, width, height]}, …] in pixels.
/// </summary>
internal sealed class SlakeOrgans(TextPool pool)
{
    private readonly Dictionary<string, List<(string Organ, Box Box)>> _boxes = [];

    /// <summary>The region of a question; null where its picture has no mask.</summary>
    public PictureRegion? Region(SourceQuestion question)
    {
        if (question.Picture is not { } picture || Path.GetDirectoryName(picture) is not { } folder) return null;
        string mask = Path.Combine(folder, "mask.png");
        if (!File.Exists(mask)) return null;
        if (!_boxes.TryGetValue(folder, out var boxes)) _boxes[folder] = boxes = Read(folder, picture);
        string said = $"{question.Text} {question.Answers?[0]}";
        Box[] named = [.. boxes.Where(b => said.Contains(b.Organ, StringComparison.OrdinalIgnoreCase)).Select(b => b.Box)];
        return new MaskRegion(mask, anyColour: true, named.Length == 0 ? null : named);
    }

    private List<(string, Box)> Read(string folder, string picture)
    {
        string path = Path.Combine(folder, "detection.json");
        List<(string, Box)> boxes = [];
        if (!File.Exists(path)) return boxes;
        Picture size = Picture.Load(picture);
        using var reader = new JsonFileReader(path, pool);
        reader.Begin();
        reader.Array();
        while (reader.Item())
        {
            reader.Object();
            while (reader.Property(out string organ))
            {
                double[] box = Numbers(reader);
                if (box.Length != 4) throw reader.Wrong($"the box of {organ} has {box.Length} numbers; give x, y, width and height", organ);
                boxes.Add((organ, Box.OfPixels(box[0], box[1], box[2], box[3], size.FileWidth, size.FileHeight)));
            }
        }
        reader.End();
        return boxes;
    }

    private static double[] Numbers(JsonFileReader reader)
    {
        List<double> numbers = [];
        reader.Array();
        while (reader.Item()) numbers.Add(reader.Number());
        return [.. numbers];
    }
}
