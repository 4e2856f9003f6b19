using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Training.Extraction;

/// <summary>Opens backbones from files, with their settings from a small YAML file.</summary>
internal static class FeatureBackbones
{
    /// <summary>Reads settings strictly: an unknown key or a wrong type is an error with its line.</summary>
    /// <exception cref="UcamException">The file is missing, malformed, or says something impossible.</exception>
    public static PictureInput ReadSettings(string path) => YamlFile.Load<PictureInput>(path, "settings");

    /// <summary>Opens an ONNX file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">Its settings; null takes NAME.yaml beside NAME.onnx if it is there, or else ImageNet's. What they leave open is as the
    /// file says.</param>
    /// <param name="decoding">What picture files become; as the settings say where null.</param>
    /// <exception cref="UcamException">A file cannot be read, or they do not fit together.</exception>
    public static IFeatureBackbone OpenOnnx(string path, string? settings = null, PictureDecoding? decoding = null) =>
        OnnxFeatures.Open(path, Settings(path, settings, decoding));

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
