using System.Globalization;

namespace Ucam.Vqa.Training.Ranks;

/// <summary>What the environment says of the job that started this process: Open MPI's mpirun, or Slurm's srun with PMIx.</summary>
/// <param name="read">A variable of the environment; null for the process's own.</param>
internal sealed class RankEnvironment(Func<string, string?>? read = null)
{
    private readonly Func<string, string?> _read = read ?? Environment.GetEnvironmentVariable;

    /// <summary>Processes of the job; 1 where nothing says that there are others.</summary>
    public int Count => Number("OMPI_COMM_WORLD_SIZE") ?? (IsSrun ? Number("SLURM_STEP_NUM_TASKS") : null) ?? 1;

    /// <summary>Which of them this is, from 0.</summary>
    public int Rank => Number("OMPI_COMM_WORLD_RANK") ?? (IsSrun ? Number("PMIX_RANK") : null) ?? 0;

    /// <summary>Which of those on this machine.</summary>
    public int Local => Number("OMPI_COMM_WORLD_LOCAL_RANK") ?? (IsSrun ? Number("SLURM_LOCALID") : null) ?? 0;

    /// <summary>Tasks of a step of Slurm's that cannot find each other, as srun was not told --mpi=pmix; 1 for none.</summary>
    public int Strangers => IsSrun || Number("OMPI_COMM_WORLD_SIZE") is not null || Number("SLURM_PROCID") is null
        ? 1 : Number("SLURM_STEP_NUM_TASKS") ?? 1;

    // A step's variables are there in a batch script too, which is one process.
    private bool IsSrun => Number("PMIX_RANK") is not null && Number("SLURM_PROCID") is not null;

    private int? Number(string variable) =>
        int.TryParse(_read(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
