namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>The ten kinds of things that CIFAR-10 (Krizhevsky 2009) shows, in its order.</summary>
internal static class PhotoClasses
{
    /// <summary>The folder names and the columns of CIFAR-10H.</summary>
    public static readonly string[] Folders = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>What people answer.</summary>
    public static readonly string[] Answers = ["airplane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>What questions call them; the first is the most usual.</summary>
    private static readonly string[][] Singular =
        [["airplane", "plane"], ["car", "automobile"], ["bird"], ["cat"], ["deer"], ["dog"], ["frog"], ["horse"], ["ship", "boat"],
            ["truck", "lorry"]];

    private static readonly string[][] Plural =
        [["airplanes", "planes"], ["cars", "automobiles"], ["birds"], ["cats"], ["deer"], ["dogs"], ["frogs"], ["horses"], ["ships", "boats"],
            ["trucks", "lorries"]];

    private static readonly int[][] Groups = [[2, 3, 4, 5, 6, 7], [0, 1, 8, 9]];

    private static readonly string[][] GroupNames = [["animals"], ["vehicles", "machines"]];

    /// <summary>K = 10.</summary>
    public static int Count => Folders.Length;

    /// <summary>Animals and vehicles.</summary>
    public static int GroupCount => Groups.Length;

    public static IReadOnlyList<int> Group(int group) => Groups[group];

    public static string The(int kind, SetRandom random) => "the " + random.Pick(Singular[kind]);

    public static string A(int kind, SetRandom random) => Wording.WithArticle(random.Pick(Singular[kind]));

    public static string Many(int kind, SetRandom random) => random.Pick(Plural[kind]);

    public static string ManyOfGroup(int group, SetRandom random) => random.Pick(GroupNames[group]);
}
