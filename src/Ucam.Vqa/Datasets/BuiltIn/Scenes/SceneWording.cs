namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>Puts descriptions into English.</summary>
internal static class SceneWording
{
    private static readonly string[] Things = ["thing", "object", "item"];

    private static readonly string[][] Nouns =
        [["ball", "sphere"], ["cube", "block"], ["pyramid"], ["star"], ["ring", "hoop"], ["heart"]];

    private static readonly string[][] Sizes = [["small", "little"], ["medium", "middle-sized"], ["large", "big"]];

    private static readonly string[][] Textures = [["plain", "unpatterned"], ["striped", "stripy"], ["dotted", "spotted"], ["checked", "chequered"]];

    public static string The(SceneDescription d, SetRandom random) => "the " + Phrase(d, random, plural: false);

    public static string A(SceneDescription d, SetRandom random) => Wording.WithArticle(Phrase(d, random, plural: false));

    public static string Many(SceneDescription d, SetRandom random) => Phrase(d, random, plural: true);

    private static string Phrase(SceneDescription d, SetRandom random, bool plural)
    {
        string phrase = d.Shape >= 0 ? random.Pick(Nouns[d.Shape]) : random.Pick(Things);
        if (plural) phrase += "s";
        if (d.Texture >= 0) phrase = random.Pick(Textures[d.Texture]) + " " + phrase;
        if (d.Colour >= 0) phrase = SceneTraits.Name(Trait.Colour, d.Colour) + " " + phrase;
        if (d.Size >= 0) phrase = random.Pick(Sizes[d.Size]) + " " + phrase;
        return phrase;
    }
}
