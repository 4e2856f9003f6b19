using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>A question and the objects it is linked to.</summary>
internal readonly record struct GqaLinks(SourceQuestion Question, List<string> Objects);

/// <summary>Reads GQA's scene graphs for the boxes of linked objects; the rest is passed over.</summary>
internal static class GqaSceneGraphs
{
    /// <summary>Gives each linked question its region; objects that its picture does not have are issues.</summary>
    public static void Read(string path, SourceBuilder builder, Dictionary<string, List<GqaLinks>> linked) =>
        JsonLists.Keyed(path, builder.Pool, (reader, picture) =>
    {
        if (!linked.TryGetValue(picture, out List<GqaLinks>? links))
        {
            reader.Skip();
            return;
        }
        Dictionary<string, Box> boxes = Graph(reader);
        foreach ((SourceQuestion question, List<string> objects) in links)
        {
            Box[] found = [.. objects.Where(boxes.ContainsKey).Select(o => boxes[o])];
            if (found.Length > 0) question.Region = new BoxRegion(found);
            foreach (string unknown in objects.Where(o => !boxes.ContainsKey(o)))
                builder.Issue(DataIssueKind.UnknownId, question.Place.File, question.Place.Field("annotations"),
                    $"picture {picture} has no object {unknown}", question);
        }
    });

    private static Dictionary<string, Box> Graph(JsonFileReader reader)
    {
        double? width = null, height = null;
        Dictionary<string, double[]> objects = [];
        reader.Object();
        while (reader.Property(out string name))
        {
            if (name == "width") width = reader.Number();
            else if (name == "height") height = reader.Number();
            else if (name == "objects") Objects(reader, objects);
            else reader.Skip();
        }
        if (!(width > 0 && height > 0)) throw reader.Wrong("\"width\" and \"height\" must be above 0", "width");
        return objects.ToDictionary(o => o.Key, o => Box.OfPixels(o.Value[0], o.Value[1], o.Value[2], o.Value[3], width.Value, height.Value));
    }

    private static void Objects(JsonFileReader reader, Dictionary<string, double[]> objects)
    {
        string[] sides = ["x", "y", "w", "h"];
        reader.Object();
        while (reader.Property(out string id))
        {
            double[] box = [double.NaN, double.NaN, double.NaN, double.NaN];
            reader.Object();
            while (reader.Property(out string name))
            {
                int side = Array.IndexOf(sides, name);
                if (side >= 0) box[side] = reader.Number();
                else reader.Skip();
            }
            int missing = Array.FindIndex(box, double.IsNaN);
            objects[id] = missing < 0 ? box : throw reader.Wrong($"\"{sides[missing]}\" is missing", sides[missing]);
        }
    }
}
