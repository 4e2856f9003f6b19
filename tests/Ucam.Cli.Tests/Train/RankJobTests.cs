namespace Ucam.Cli.Tests.Train;

public sealed class RankJobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mpi", "there is one process; start several with mpirun")]
    [InlineData("gloo", "--distributed is 'gloo'; it must be auto, mpi or none.")]
    public void What_is_asked_for_and_is_not_there_is_refused(string mode, string message) =>
        Cli.Run("train", "--recipe", _folder.Write("scenes.yaml", TinyInputs.Recipe), "--run", _folder.File("run"), "--distributed", mode)
            .ShouldRefuse(ExitCode.Usage, message);
}
