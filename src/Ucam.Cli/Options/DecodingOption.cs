using System.CommandLine;
using Ucam.Cli.Usage;

namespace Ucam.Cli.Options;

/// <summary>How pictures are decoded for a network that is not Ucam's.</summary>
internal sealed class DecodingOption
{
    private const string AsShown = "as-shown", Torchvision = "torchvision";

    public Option<string?> Option { get; } = new("--decoding")
    {
        Description = $"With --resnet, --onnx or --backbone: {AsShown} (upright, colours in sRGB), or {Torchvision} (without EXIF orientation and "
            + $"colour profile, as torchvision reads files). Default: the settings', else {AsShown}.",
    };

    public DecodingOption() => Option.CompletionSources.Add(AsShown, Torchvision);

    /// <summary>What was asked for; null where nothing was.</summary>
    public PictureDecoding? Read(ParseResult parsed) => parsed.GetValue(Option) switch
    {
        null => null,
        AsShown => PictureDecoding.AsShown,
        Torchvision => PictureDecoding.Torchvision,
        var other => throw new UsageException($"--decoding is '{other}'; it must be {AsShown} or {Torchvision}."),
    };

    /// <summary>What is done, on one line.</summary>
    public static string Said(PictureDecoding decoding) => decoding == PictureDecoding.Torchvision
        ? "pictures are read as torchvision reads them: EXIF orientation, colour profile and transparency are left out of account"
        : "pictures are read as they are shown: upright, colours in sRGB, transparency on white; --decoding torchvision leaves that out";
}
