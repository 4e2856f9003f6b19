using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>One object of a CLEVR scene.</summary>
/// <param name="Traits">Colour, shape, material and size, by the names of the file.</param>
/// <param name="Place">Where it is in the picture.</param>
internal sealed record ClevrObject(IReadOnlyDictionary<string, string> Traits, Box Place);

/// <summary>A CLEVR scene: its objects and, for each relation, which objects stand in it to each object.</summary>
internal sealed class ClevrScene
{
    private const int Width = 480, Height = 320;

    // A 35 mm lens before a 32 mm sensor, and the published sizes of the solids.
    private const double FocalPixels = 35.0 / 32 * Width, Large = 0.7, Small = 0.35;

    private readonly List<ClevrObject> _objects = [];
    private readonly Dictionary<string, int[][]> _relations = [];

    /// <summary>The objects.</summary>
    public IReadOnlyList<ClevrObject> Objects => _objects;

    /// <summary>The numbers of all objects.</summary>
    public IReadOnlyList<int> All => [.. Enumerable.Range(0, _objects.Count)];

    /// <summary>The objects that stand in a relation to an object; none where the file does not say.</summary>
    public IReadOnlyList<int> Related(string relation, int to) =>
        _relations.TryGetValue(relation, out int[][]? all) && to < all.Length ? [.. all[to].Where(o => o >= 0 && o < _objects.Count)] : [];

    /// <summary>The region of some objects; null for none.</summary>
    public PictureRegion? Region(IReadOnlyList<int> objects) =>
        objects.Count == 0 ? null : new BoxRegion([.. objects.Select(o => _objects[o].Place)]);

    /// <summary>Adds the scenes of a file, by the name of the picture.</summary>
    public static void ReadAll(string path, TextPool pool, Dictionary<string, ClevrScene> scenes) =>
        JsonLists.Named(path, pool, "scenes", (reader, _) =>
    {
        var scene = new ClevrScene();
        string? picture = null;
        while (reader.Property(out string name))
        {
            if (name == "image_filename") picture = reader.Text();
            else if (name == "objects") scene.ReadObjects(reader);
            else if (name == "relationships") scene.ReadRelations(reader);
            else reader.Skip();
        }
        if (picture is null) throw reader.Wrong("\"image_filename\" is missing", "image_filename");
        if (!scenes.TryAdd(picture, scene)) throw reader.Wrong($"the scene of {picture} is there twice; keep one", "image_filename");
    });

    private void ReadObjects(JsonFileReader reader)
    {
        reader.Array();
        while (reader.Item())
        {
            reader.Object();
            Dictionary<string, string> traits = new(4);
            double[]? pixel = null;
            while (reader.Property(out string name))
            {
                if (name is "color" or "shape" or "material" or "size") traits[name] = reader.Text();
                else if (name == "pixel_coords") pixel = Numbers(reader);
                else reader.Skip();
            }
            if (pixel is null || pixel.Length < 2) throw reader.Wrong("\"pixel_coords\" must be x, y and the distance", "pixel_coords");
            _objects.Add(new ClevrObject(traits, Around(pixel, traits.GetValueOrDefault("size") == "small" ? Small : Large)));
        }
    }

    /// <summary>The square around the picture of a solid, from its centre and its distance from the camera.</summary>
    private static Box Around(double[] pixel, double radius)
    {
        double distance = pixel.Length > 2 && pixel[2] > 1 ? pixel[2] : 11;
        double half = FocalPixels * radius / distance;
        return Box.OfPixels(pixel[0] - half, pixel[1] - half, 2 * half, 2 * half, Width, Height);
    }

    private void ReadRelations(JsonFileReader reader)
    {
        reader.Object();
        while (reader.Property(out string relation))
        {
            List<int[]> all = [];
            reader.Array();
            while (reader.Item()) all.Add([.. Numbers(reader).Select(n => (int)n)]);
            _relations[relation] = [.. all];
        }
    }

    private static double[] Numbers(JsonFileReader reader)
    {
        List<double> numbers = [];
        reader.Array();
        while (reader.Item()) numbers.Add(reader.Number());
        return [.. numbers];
    }
}
