namespace Ucam.Vqa.Models.Backbones;

/// <summary>A pretrained network that a public package holds, and how it wants its pictures.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Package">The NuGet package.</param>
/// <param name="Version">Its version, for which the settings were checked.</param>
/// <param name="File">The ONNX file below the package's folder "tools", and, where the package is referenced, below the application's.</param>
/// <param name="Settings">How it wants its pictures, and which value is the feature map.</param>
internal sealed record KnownBackbone(string Name, string Package, string Version, string File, PictureInput Settings)
{
    /// <summary>
    /// ResNet-18 (He et al., CVPR 2016) trained on ImageNet, converted from CNTK: blue first, 0 to 255, less the mean of each colour; 7×7×512.
    /// </summary>
    public static KnownBackbone ResNet18 { get; } = new("resnet18", "Microsoft.ML.DnnImageFeaturizer.ResNet18", "0.23.1",
        "DnnImageModels/ResNet18Onnx/ResNet18.onnx", new PictureInput
        {
            Size = 224,
            Range = 255,
            Mean = [103.06, 115.90, 123.15],
            Std = [1, 1, 1],
            Order = ChannelOrder.Bgr,
            Output = "ReLU393_Output_0",
            Batch = 1,
        });

    /// <summary>All of them. A new one is one line here.</summary>
    public static Catalogue<KnownBackbone> Catalogue { get; } = new("a backbone", backbone => backbone.Name, ResNet18);

    /// <summary>Where the file is: beside the application that references the package, or in NuGet's folder of packages.</summary>
    /// <exception cref="UcamException">It is in neither; the message says what to add.</exception>
    public string Find()
    {
        string cached = Path.Combine(Packages(), Package.ToLowerInvariant(), Version, "tools", File);
        string[] places = [Path.Combine(AppContext.BaseDirectory, File), cached];
        return Array.Find(places, System.IO.File.Exists) ?? throw new UcamException($"{Name} is in the package {Package}, which is not here: "
            + $"'dotnet add package {Package} --version {Version}' in any project fetches it, or build ucam with -p:ResNet18=true "
            + $"(looked for {string.Join(" and ", places)}).")
        { File = places[0], Field = "backbone" };
    }

    /// <summary>How it wants its pictures, in words.</summary>
    public string Said => $"{Settings.Crop:P1} of the short side, the middle; {(Settings.Order == ChannelOrder.Bgr ? "blue" : "red")} first, "
        + $"0 to {Settings.Range}, less {string.Join(", ", Settings.Mean)}, over {string.Join(", ", Settings.Std)}; features {Settings.Output}";

    private static string Packages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
