using System.Globalization;
using Ucam.Imaging;

namespace Ucam.Explanations.Onnx;

/// <summary>
/// How pictures are prepared by a hub's preprocessor_config.json, as the image processors of the Python library transformers read it. What is not
/// followed is told.
/// </summary>
internal sealed class HubPictures
{
    private const double Bytes = 255;
    // Of a larger picture than this, the middle that is cut out would be a speck.
    private const int MostEdge = 4096;

    // Those to which a bare number says the shorter side; the others stretch to it unless they cut out the middle.
    private static readonly HashSet<string> ShorterSide =
        ["CLIP", "ChineseCLIP", "ConvNext", "Levit", "PoolFormer", "MobileNetV1", "MobileNetV2", "MobileViT", "Bit"];

    // It has no normalisation.
    private const string Plain = "MobileViT";

    private static readonly HashSet<string> Stretching = ["ViT", "DeiT", "Beit", "Siglip", "Blip"];

    // What the processors do besides, when it is true.
    private static readonly string[] NotFollowed =
        ["do_pad", "do_thumbnail", "do_align_long_axis", "do_crop_margin", "do_image_splitting", "do_reduce_labels", "do_rotate"];

    private readonly HubJson _file;
    private readonly string _processor;
    private readonly List<string> _notes = [];

    private HubPictures(HubJson file)
    {
        _file = file;
        _processor = Processor(file.Text("image_processor_type") ?? file.Text("feature_extractor_type") ?? "");
    }

    /// <summary>Reads a file.</summary>
    /// <returns>How pictures are prepared, and what of it is told, a line each.</returns>
    /// <exception cref="UcamException">It cannot be read, or says something that is not supported and cannot be left out.</exception>
    public static (PictureInput Input, IReadOnlyList<string> Notes) Read(string path)
    {
        var pictures = new HubPictures(HubJson.Read(path));
        PictureInput input = pictures.Normalised(pictures.Resized());
        string name = pictures._file.Name;
        pictures._notes.Insert(0, $"pictures as {name} says: {input.Resize!.InWords}, the middle {input.Size}×{input.Size}; --settings overrules");
        foreach (string key in NotFollowed.Where(key => pictures._file.Truth(key) == true)) pictures.Tell($"{key} is not followed");
        return (input, pictures._notes);
    }

    private PictureInput Resized()
    {
        HubSize? size = HubSize.Read(_file, "size"), cut = HubSize.Read(_file, "crop_size");
        // Of a file that says to cut but not how much, and of one that only cuts.
        HubSize given = size ?? cut ?? throw _file.Wrong("size", "is missing");
        if (_file.Truth("do_resize") == false) Tell("pictures are resized though do_resize is false");
        bool cuts = _file.Truth("do_center_crop") ?? false;
        (int edge, bool stretch) = (given.Side, given.Square is not null || IsStretched(given, cuts));
        int side = cuts ? (cut ?? given).Side : edge;
        if (_processor is "ConvNext" && given.Square is null)
            (stretch, edge) = given.Side >= 384 ? (true, given.Side) : (false, Before(given.Side, Share() ?? 224.0 / 256));
        else if (_processor is "PoolFormer" && Share() is { } share) (stretch, edge) = (false, Before(given.Side, share));
        else if (_processor is "Levit" && !stretch) edge = (int)(256.0 / 224 * given.Side);
        else if (!stretch && !cuts) Tell($"the middle {side}×{side} is cut out of what keeps its proportions, which the file does not ask for");
        if (side > edge) throw _file.Wrong("crop_size", $"is {side}, more than the {edge} pixels that are left; pictures are not padded");
        side = HubSize.Taken(_file, "size", side);
        if (edge > MostEdge) throw _file.Wrong("size", $"makes pictures of {edge} pixels before they are cut; at most {MostEdge} are taken");
        TellUncut(cut is not null && size is not null);
        return new PictureInput { Size = side, Resize = new HubResize(edge, stretch, Filter()) };
    }

    // The part of the side that is left.
    private double? Share() => _file.Number("crop_pct") is not { } share ? null : share is > 0 and <= 1 ? share
        : throw _file.Wrong("crop_pct", string.Create(CultureInfo.InvariantCulture, $"is {share}; it must be above 0 and at most 1"));

    // A conversion of what is beyond whole numbers ends at their largest, which is refused as too large.
    private static int Before(int side, double share) => (int)(side / share);

    private void TellUncut(bool hasCut)
    {
        if (hasCut && _file.Truth("do_center_crop") is null) Tell("crop_size without do_center_crop is not followed");
        if (_file.Has("crop_pct") && _processor is not ("ConvNext" or "PoolFormer"))
            Tell("crop_pct is not followed; only ConvNeXt's and PoolFormer's processors are known to cut by it");
    }

    private bool IsStretched(HubSize size, bool cuts)
    {
        if (size.Number is not { } number || ShorterSide.Contains(_processor)) return false;
        if (Stretching.Contains(_processor)) return true;
        Tell($"size {number} is taken for {(cuts ? "the shorter side" : "both sides")}");
        return !cuts;
    }

    private PictureFilter Filter()
    {
        int wanted = (int)(_file.Number("resample") ?? 2);
        if (wanted is 1) return PictureFilter.Lanczos;
        if (wanted is 3) return PictureFilter.Bicubic;
        if (wanted is not 2) Tell($"resampled bilinearly, not by the filter {wanted}");
        return PictureFilter.Bilinear;
    }

    // v·factor, less 1 where it has an offset, then (v − mean)/std.
    private PictureInput Normalised(PictureInput input)
    {
        bool rescales = _file.Truth("do_rescale") ?? true;
        double range = rescales ? Bytes * (_file.Number("rescale_factor") ?? 1 / Bytes) : Bytes;
        double offset = rescales && (_file.Truth("rescale_offset") ?? _file.Truth("offset") ?? false) ? 1 : 0;
        double[]? mean = _file.Channels("image_mean"), std = _file.Channels("image_std");
        (mean, std) = Normalisation(mean, std) ?? ([.. input.Mean], [.. input.Std]);
        if (!(range > 0)) throw _file.Wrong("rescale_factor", $"is {range / Bytes}; it must be above 0");
        if (std!.Any(value => !(value > 0))) throw _file.Wrong("image_std", "has a number that is not above 0");
        if (mean!.Length != std!.Length) throw _file.Wrong("image_std", $"has {std.Length} numbers where image_mean has {mean.Length}");
        bool turned = _file.Truth("do_flip_channel_order") ?? false;
        // A processor that standardises twice for networks with their classifier.
        if (_file.Truth("include_top") ?? false) std = [.. std.Select(value => value * value)];
        return input with
        {
            // A 255th is written with so many digits that 255 of it are not quite 1.
            Range = Math.Round(range, 9),
            Mean = [.. mean.Select(value => value + offset)],
            Std = std,
            Order = turned ? ChannelOrder.Bgr : ChannelOrder.Rgb,
        };
    }

    // Null for ImageNet's.
    private (double[] Mean, double[] Std)? Normalisation(double[]? mean, double[]? std)
    {
        (double[], double[]) none = ([0, 0, 0], [1, 1, 1]);
        string? alone = mean is not null && std is null ? "image_mean" : std is not null && mean is null ? "image_std" : null;
        switch (_file.Truth("do_normalize"))
        {
            case false:
                return none;
            case true when mean is null || std is null:
                Tell($"do_normalize without image_mean and image_std takes ImageNet's{(alone is null ? "" : $"; {alone} alone is not followed")}");
                return null;
            case null when alone is not null:
                Tell($"{alone} alone is not followed; pictures are not normalised");
                return none;
            case null when mean is null:
                if (_processor != Plain) Tell("pictures are not normalised, since it says nothing of it, though many processors do so by themselves");
                return none;
            default:
                return (mean!, std!);
        }
    }

    private void Tell(string what) => _notes.Add($"{_file.Name}: {what}");

    private static string Processor(string type)
    {
        foreach (string end in new[] { "ImageProcessorFast", "ImageProcessor", "FeatureExtractor" })
            if (type.EndsWith(end, StringComparison.Ordinal)) return type[..^end.Length];
        return type;
    }
}
