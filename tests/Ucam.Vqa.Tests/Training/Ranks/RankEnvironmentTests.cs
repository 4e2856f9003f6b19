using Ucam.Vqa.Training.Ranks;

namespace Ucam.Vqa.Tests.Training.Ranks;

public class RankEnvironmentTests
{
    private static (int Count, int Rank, int Local, int Strangers) Of(params string[] variables)
    {
        var known = variables.Select(v => v.Split('=')).ToDictionary(v => v[0], v => v[1]);
        var job = new RankEnvironment(known.GetValueOrDefault);
        return (job.Count, job.Rank, job.Local, job.Strangers);
    }

    [Fact]
    public void Mpirun_and_srun_are_known_by_their_variables()
    {
        Of().Should().Be((1, 0, 0, 1));
        Of("OMPI_COMM_WORLD_SIZE=8", "OMPI_COMM_WORLD_RANK=5", "OMPI_COMM_WORLD_LOCAL_RANK=1").Should().Be((8, 5, 1, 1));
        Of("SLURM_STEP_NUM_TASKS=4", "SLURM_PROCID=3", "SLURM_LOCALID=1", "PMIX_RANK=3").Should().Be((4, 3, 1, 1));
    }

    [Fact]
    public void A_batch_script_is_one_process_and_tasks_without_PMIx_are_strangers()
    {
        Of("SLURM_NTASKS=4", "SLURM_PROCID=0").Should().Be((1, 0, 0, 1));
        Of("SLURM_STEP_NUM_TASKS=4", "SLURM_PROCID=2", "SLURM_LOCALID=1").Should().Be((1, 0, 0, 4));
    }
}
