using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Training.Extraction;

/// <summary>Opens backbones from files, with their settings from a small YAML file.</summary>
internal static class FeatureBackbones
{
    /// <summary>Reads settings strictly: an unknown key or a wrong type is an error with its line.</summary>
    /// <exception cref="UcamException">The file is missing, malformed, or says something impossible.</exception>
    public static PictureInput ReadSettings(string path) => YamlFile.Load<PictureInput>(path, "settings file");

    /// <summary>Opens an ONNX file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">Its settings; null takes NAME.yaml beside NAME.onnx if it is there, or else ImageNet's. What they leave open is as the
    /// file says.</param>
    /// <param name="decoding">What picture files become; as the settings say where null.</param>
    /// <exception cref="UcamException">A file cannot be read, or they do not fit together.</exception>
    public static IFeatureBackbone OpenOnnx(string path, string? settings = null, PictureDecoding? decoding = null) =>
        OnnxFeatures.Open(path, Settings(path, settings, decoding));

    /// <summary>Opens an ONNX file whose pictures have a fixed side with another one.</summary>
    /// <inheritdoc cref="OpenOnnx(string, string?, PictureDecoding?)"/>
    /// <param name="path">The file.</param>
    /// <param name="side">The side in pixels.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="decoding">What picture files become.</param>
    public static IFeatureBackbone OpenWidened(string path, int side, string? settings = null, PictureDecoding? decoding = null) =>
        OnnxFeatures.OpenWidened(path, Settings(path, settings, decoding), side);

    /// <summary>Opens a network that a public package holds.</summary>
    /// <param name="known">Which.</param>
    /// <param name="side">The side of the pictures; its own where null.</param>
    /// <param name="settings">Settings in place of its own; null for these.</param>
    /// <param name="decoding">What picture files become; as the settings say where null.</param>
    /// <exception cref="UcamException">The package is not there, or the settings do not fit.</exception>
    public static IFeatureBackbone OpenKnown(KnownBackbone known, int? side = null, string? settings = null, PictureDecoding? decoding = null)
    {
        string path = known.Find();
        PictureInput input = settings is null ? known.Settings : ReadSettings(settings);
        if (decoding is { } asked) input = input with { Decoding = asked };
        return side is { } other ? OnnxFeatures.OpenWidened(path, input, other) : OnnxFeatures.Open(path, input);
    }

    /// <summary>Opens a ResNet with torchvision's weights.</summary>
    /// <param name="path">Safetensors with torchvision's names, or these after one prefix such as "module."; the classes (fc) may be missing.</param>
    /// <param name="depth">Which network it holds.</param>
    /// <param name="settings">Its settings; as for <see cref="OpenOnnx"/>.</param>
    /// <param name="decoding">What picture files become; as the settings say where null.</param>
    /// <exception cref="UcamException">A file cannot be read, or they do not fit together.</exception>
    public static IFeatureBackbone OpenResNet(string path, ResNetDepth depth, string? settings = null, PictureDecoding? decoding = null)
    {
        PictureInput input = Settings(path, settings, decoding);
        ResNet network = ResNetWeights.Load(path, depth, withClasses: false);
        try
        {
            return new ResNetFeatures(network, input, $"{depth} ({Path.GetFileName(path)}, {new FileInfo(path).Length} bytes)");
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>The settings that were named, or those beside a network's file; null where there are none.</summary>
    internal static PictureInput? FindSettings(string path, string? settings)
    {
        string beside = Path.ChangeExtension(path, ".yaml");
        if (settings is not null) return ReadSettings(settings);
        return File.Exists(beside) ? ReadSettings(beside) : null;
    }

    private static PictureInput Settings(string path, string? settings, PictureDecoding? decoding)
    {
        PictureInput input = FindSettings(path, settings) ?? new PictureInput();
        return decoding is { } asked ? input with { Decoding = asked } : input;
    }
}
