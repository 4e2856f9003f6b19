using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.BuiltIn.Nlvr;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Nlvr;

/// <summary>Scenes made by hand, and as NLVR's files describe them.</summary>
internal static class NlvrScenes
{
    public static NlvrSet Draw(int pictures = 64, int seed = 1, int questions = 8, int size = 64, NlvrSplit split = NlvrSplit.Train) =>
        NlvrSet.Draw(new NlvrSetOptions { Pictures = pictures, Seed = seed, QuestionsPerPicture = questions, Size = size, Split = split });

    /// <summary>Three towers, each given by its colours from the base up: "byk" is blue, yellow, black.</summary>
    public static NlvrScene Towers(params string[] towers) =>
        NlvrScene.Of(towers.Select(t => (IReadOnlyList<NlvrObject>)[.. t.Select((c, i) => NlvrScene.Block(i, Colour(c)))]));

    public static IEnumerable<NlvrScene> Many(bool tower, int count, int seed = 5)
    {
        var random = SetRandom.For(seed, 0, 0, 0);
        for (int i = 0; i < count; i++) yield return NlvrLayout.Create(random, tower);
    }

    /// <summary>A line of dev.json.</summary>
    public static string Line(string identifier, string directory, string sentence, NlvrScene scene, params string[] verdicts)
    {
        string boxes = string.Join(',', scene.Boxes.Select(b => "[" + string.Join(',', b.Objects.Select(o =>
            $$"""{"y_loc":{{o.Y}},"type":"{{o.Shape.ToString().ToLowerInvariant()}}","color":"{{(o.Colour == NlvrColour.Blue ? "#0099ff" : o.Colour)}}","x_loc":{{o.X}},"size":{{o.Size}}}""")) + "]"));
        string said = string.Join(',', verdicts.Select((v, i) => $"\"r{i}\":\"{v}\""));
        return $$"""{"sentence":"{{sentence}}","label":"{{verdicts[0]}}","identifier":"{{identifier}}","directory":"{{directory}}","evals":{{{said}}},"structured_rep":[{{boxes}}]}""";
    }

    private static NlvrColour Colour(char letter) => letter switch { 'b' => NlvrColour.Blue, 'y' => NlvrColour.Yellow, _ => NlvrColour.Black };
}
