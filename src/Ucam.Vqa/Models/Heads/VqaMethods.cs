using Ucam.Vqa.Models.Heads;

namespace Ucam.Vqa;

/// <summary>Every VQA method. A new one is a file, which also tells its tensors' shapes, and a line here.</summary>
public static class VqaMethods
{
    internal const string Default = "saaa";

    /// <summary>All methods, the default first.</summary>
    public static IReadOnlyList<VqaMethod> All => Catalogue.All;

    internal static Catalogue<VqaMethod> Catalogue { get; } = new("a method", method => method.Name,
        new(Default, "SAAA", "Kazemi and Elqursh 2017, Show, Ask, Attend, and Answer", Saaa.Paper, new HeadOptions(), (options, shape) =>
            new Saaa(options, shape))
        { Shapes = Saaa.Shapes },
        new("san", "SAN", "Yang et al., CVPR 2016, Stacked Attention Networks", San.Paper, San.Small, (options, shape) => new San(options, shape))
        { Shapes = San.Shapes },
        new("mcb", "MCB", "Fukui et al., EMNLP 2016, Multimodal Compact Bilinear Pooling", Mcb.Paper, Mcb.Small, (options, shape) =>
            new Mcb(options, shape))
        { Shapes = Mcb.Shapes },
        new("mlb", "MLB", "Kim et al., ICLR 2017, Hadamard Product for Low-rank Bilinear Pooling", Mlb.Paper, Mlb.Small, (options, shape) =>
            new Mlb(options, shape))
        { Shapes = Mlb.Shapes },
        new("mutan", "MUTAN", "Ben-younes et al., ICCV 2017, Multimodal Tucker Fusion", Mutan.Paper, Mutan.Small, (options, shape) =>
            new Mutan(options, shape))
        { Shapes = Mutan.Shapes },
        new("ban", "BAN", "Kim et al., NeurIPS 2018, Bilinear Attention Networks", Ban.Paper, Ban.Small, (options, shape) => new Ban(options, shape))
        { Shapes = Ban.Shapes });

    /// <summary>Adds a method of one's own, which recipes, checkpoints and comparisons then know by its name.</summary>
    /// <exception cref="UcamException">The name is taken or no name.</exception>
    public static void Add(VqaMethod method) => Catalogue.Add(method);

    /// <summary>The method of that name.</summary>
    /// <exception cref="UcamException">There is none.</exception>
    public static VqaMethod Find(string name) => Catalogue.Find(name)
        ?? throw new UcamException($"model.method is '{name}'; it must be one of {Catalogue.Names}.")
        { Field = nameof(HeadOptions.Method) };

    /// <summary>An untrained head of the options' method.</summary>
    /// <exception cref="UcamException">The method is unknown or a size is out of range.</exception>
    public static VqaHead Create(HeadOptions options, HeadShape shape)
    {
        ArgumentNullException.ThrowIfNull(options);
        Settings.Check(options);
        return Find(options.Method).Create(options, shape);
    }
}
