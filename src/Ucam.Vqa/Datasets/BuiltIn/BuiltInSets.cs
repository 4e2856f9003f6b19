using Ucam.Vqa.Datasets.BuiltIn.Nlvr;
using Ucam.Vqa.Datasets.BuiltIn.Photos;
using Ucam.Vqa.Datasets.BuiltIn.Photos.Doubt;
using Ucam.Vqa.Datasets.BuiltIn.Scenes;
using Ucam.Vqa.Datasets.BuiltIn.Scenes.Doubt;

namespace Ucam.Vqa.Datasets.BuiltIn;

/// <summary>Every built-in set, which the command line, recipes and comparisons know from here. A new one is a file and a line here.</summary>
internal static class BuiltInSets
{
    private static readonly Catalogue<BuiltInSet> Catalogue =
        new("a set", set => set.Name, SceneMaker.Entry, PhotoMaker.Entry, NlvrMaker.Entry, ScenesDoubtMaker.Entry, PhotosDoubtMaker.Entry);

    /// <summary>All of them, the default first.</summary>
    public static IReadOnlyList<BuiltInSet> All => Catalogue.All;

    /// <summary>The one that is taken where none is named.</summary>
    public static BuiltInSet Default => All[0];

    /// <summary>Their names in words: "a, b or c".</summary>
    public static string Words => $"{string.Join(", ", All.SkipLast(1).Select(set => set.Name))} or {All[^1].Name}";

    /// <summary>The set of that name; null where there is none.</summary>
    public static BuiltInSet? Find(string name) => Catalogue.Find(name);

    /// <summary>The same, also by a name that it had before.</summary>
    public static BuiltInSet? FindInRecipe(string name) => Find(name) ?? All.FirstOrDefault(set => set.Formerly == name);

    /// <summary>The set that is trained on this one and whose tests know where doubt comes from; null where there is none.</summary>
    public static BuiltInSet? KnowingDoubtOf(string trained) => All.FirstOrDefault(set => set.KnowsDoubtAs is not null && set.TrainedOn == trained);
}
