using Ucam.Metrics;
using Ucam.Vqa.Models;

namespace Ucam.Cli.Tests;

/// <summary>The tiny model with an estimator, and with whatever promises a test needs.</summary>
internal static class CalibratedModel
{
    public static readonly string[] Line = ["--set", "scenes", "--pictures", "60", "--questions-per-picture", "4", "--passes", "10"];

    /// <summary>Calibrated on drawn scenes.</summary>
    public static string Make(TemporaryFolder folder)
    {
        string path = folder.File("calibrated.safetensors");
        CliResult result = Cli.Run(["calibrate", "--model", TinyInputs.Model(folder), .. Line, "--out", path]);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        return path;
    }

    /// <summary>The same with a threshold for 5 % and a cut at p̄ for the sets.</summary>
    public static string With(TemporaryFolder folder, double? threshold, AnswerSets? sets = null)
    {
        string from = Make(folder), path = folder.File("promised.safetensors");
        using VqaNetwork network = Checkpoint.Load(from);
        var promise = new GuaranteedRisk
        { Limit = 0.05, Delta = 0.05, Threshold = threshold, Coverage = 0.5, Risk = 0.01, Bound = 0.04, Questions = 99 };
        network.Promises = new AnswerPromises([promise], sets, []);
        Checkpoint.SaveCertainty(from, network, path, "{}");
        return path;
    }
}
