using System.Globalization;

namespace Ucam.Cli.Explain;

/// <summary>A usual way to prepare pictures for a network.</summary>
internal sealed record PictureWay(string Name, double Range, IReadOnlyList<double> Mean, IReadOnlyList<double> Std, ChannelOrder Order)
{
    /// <summary>The settings that make pictures so.</summary>
    public PictureInput Of(PictureInput settings) => settings with { Range = Range, Mean = Mean, Std = Std, Order = Order };

    /// <summary>As lines of a settings file.</summary>
    public string Settings => string.Create(CultureInfo.InvariantCulture,
        $"range: {Range}, mean: {List(Mean)}, std: {List(Std)}, order: {Order.ToString().ToLowerInvariant()}");

    private static string List(IReadOnlyList<double> values) =>
        $"[{string.Join(", ", values.Select(v => v.ToString(CultureInfo.InvariantCulture)))}]";
}

/// <summary>
/// Whether pictures are prepared as a classifier of many classes wants them: where no class is probable, the usual other ways are tried.
/// A network is easily sure of a wrong class where numbers are far too large, so that this is a hint and no proof.
/// </summary>
internal static class PictureCheck
{
    private const double Unsure = 0.2, Sure = 0.5;
    private const int Shown = 3;

    private static readonly double[] None = [0, 0, 0], Ones = [1, 1, 1], Halves = [0.5, 0.5, 0.5], ImageNetMean = [0.485, 0.456, 0.406],
        ImageNetStd = [0.229, 0.224, 0.225], CaffeMean = [123.68, 116.78, 103.94];

    private static readonly (string Name, double Range, double[] Mean, double[] Std)[] Scales =
    [
        ("0..1 less ImageNet's mean over its deviation", 1, ImageNetMean, ImageNetStd),
        ("0..1", 1, None, Ones),
        ("−1..1", 1, Halves, Halves),
        ("0..255", 255, None, Ones),
        ("0..255 less ImageNet's mean", 255, CaffeMean, Ones),
    ];

    /// <summary>All ways: each scale with red and with blue first.</summary>
    public static IReadOnlyList<PictureWay> Ways { get; } = [.. from order in Enum.GetValues<ChannelOrder>()
                                                                from scale in Scales
                                                                let turned = order == ChannelOrder.Bgr
                                                                select new PictureWay($"{(turned ? "BGR" : "RGB")} {scale.Name}", scale.Range,
                                                                    turned ? [.. scale.Mean.Reverse()] : scale.Mean,
                                                                    turned ? [.. scale.Std.Reverse()] : scale.Std, order)];

    /// <summary>What looks wrong, a line each; empty where a class is probable or the pictures cannot be prepared otherwise.</summary>
    /// <param name="leading">The classes that the network finds most probable, as its pictures are prepared.</param>
    /// <param name="settings">How they are.</param>
    /// <param name="leadingOf">The most probable class of a picture prepared in another way.</param>
    public static IReadOnlyList<string> Lines(LeadingClass leading, PictureInput settings, Func<PictureInput, LeadingClass> leadingOf)
    {
        if (leading.Probability > Unsure || settings.Channels != 3) return [];
        var tried = Ways.Where(way => !IsUsed(way, settings)).Select(way => (Way: way, Leading: leadingOf(way.Of(settings))))
            .OrderByDescending(one => one.Leading.Probability).ToArray();
        string low = $"no class is above {Unsure:P0}: the pictures may be prepared in another way than the network was trained with";
        var sure = tried.Where(one => one.Leading.Probability >= Sure).Take(Shown).ToArray();
        if (sure.Length == 0)
            return [$"{low}, but none of {tried.Length} other usual ways makes one surer than {tried[0].Leading.Probability:P0}"];
        return [low, .. sure.Select(one => $"{one.Way.Name} gives “{one.Leading.Name}” {one.Leading.Probability:P0}; if that is right, settings: "
            + one.Way.Settings)];
    }

    private static bool IsUsed(PictureWay way, PictureInput settings) => way.Order == settings.Order && way.Range.Equals(settings.Range)
        && way.Mean.SequenceEqual(settings.Mean) && way.Std.SequenceEqual(settings.Std);
}
