using System.Text;

namespace Ucam.Cli.Tests.Compare;

public sealed class CompareClassifierTests : IDisposable
{
    private const string Settings = """
        task: classification
        name: tiny
        data: { labelled: 10, asked: 10, validation: 10, test: 20, corrupted: 5, unfamiliar: 4 }
        trunk:
          options: { input_size: 32, channels: [4, 4], blocks: [0, 0], first_stride: 2 }
          pictures: 10
          fit: { epochs: 1, batch: 10 }
        stage: { channels: 4, blocks: 0 }
        variants: [baseline, mc-dropout, aul]
        seeds: [1, 2]
        training: { uncertainty: { samples: 2 }, fit: { epochs: 1, batch: 10 } }
        evaluation: { passes: 2 }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private CliResult Compare(string settings, params string[] more) =>
        Cli.Run(["compare", "--recipe", _folder.Write("tiny.yaml", settings), "--run", _folder.File("run"), .. more]);

    /// <summary>CIFAR-10's binary version with 20 and 40 photographs, each class even grey, and people who mostly agree.</summary>
    private string Photographs()
    {
        Directory.CreateDirectory(_folder.File("cifar"));
        byte[] Batch(int count) =>
            [.. Enumerable.Range(0, count).SelectMany(i => Enumerable.Repeat((byte)(i % 10 * 25), 3072).Prepend((byte)(i % 10)))];
        _folder.Write("cifar/data_batch_1.bin", Batch(20));
        _folder.Write("cifar/test_batch.bin", Batch(40));
        string header = "{'descr': '<f8', 'fortran_order': False, 'shape': (40, 10), }".PadRight(117) + "\n";
        IEnumerable<byte> counts = Enumerable.Range(0, 400).SelectMany(i => BitConverter.GetBytes(i % 10 == i / 10 % 10 ? 45.0 : i % 4));
        _folder.Write("cifar/cifar10h-counts.npy",
            [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.Latin1.GetBytes(header), .. counts]);
        return _folder.File("cifar");
    }

    [Fact]
    public void A_comparison_of_classifiers_ends_with_rows_and_a_report_and_is_not_repeated()
    {
        string photographs = Photographs();
        CliResult result = Compare(Settings, "--data", photographs, "--workers", "2");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Error.Should().Contain("backbone epoch 1").And.Contain("cell 4/4");
        File.ReadAllLines(_folder.File("run", "rows.csv")).Should().HaveCount(1 + 8 * 3 * 2);
        File.ReadAllLines(_folder.File("run", "corruptions.csv")).Should().HaveCount(1 + 20 * 3 * 2);
        File.ReadAllText(_folder.File("run", "report.md")).Should().Contain("### Claim 1")
            .And.Contain("AUL and PUL differ from mc-dropout by their loss alone").And.Contain("| AUROC ↑ | cifar-c5 |");
        File.ReadAllText(_folder.File("run", "report.html")).Should().Contain("Results on cifar-c5");
        Compare(Settings, "--data", photographs).Error.Should().NotContain("cell ");
    }

    [Fact]
    public void Photographs_must_be_given() => Compare(Settings).ShouldRefuse(ExitCode.Usage, "--data");

    [Fact]
    public void Another_task_is_refused() =>
        Compare(Settings.Replace("classification", "segmentation", StringComparison.Ordinal)).ShouldRefuse(ExitCode.Failure, "segmentation");
}
