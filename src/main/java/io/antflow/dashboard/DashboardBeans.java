package io.antflow.dashboard;

import io.antflow.engine.Run;
import io.antflow.engine.RunListener;
import io.antflow.engine.RunObserver;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Shows every run on all beans of type {@link Dashboard}. They are looked for with each run: so they may use the engine. */
@Singleton
final class DashboardBeans implements RunObserver {

    private static final Logger LOG = Logger.getLogger(DashboardBeans.class);

    private final Instance<Dashboard> beans;

    DashboardBeans(Instance<Dashboard> beans) {
        this.beans = beans;
    }

    @Override
    public RunListener observe(Run run) {
        List<Dashboard> dashboards = new ArrayList<>();
        List<Instance.Handle<Dashboard>> ofThisRun = new ArrayList<>();
        for (Instance.Handle<Dashboard> handle : beans.handles()) {
            try {
                dashboards.add(handle.get());
                if (handle.getBean().getScope().equals(Dependent.class)) {
                    ofThisRun.add(handle);
                }
            } catch (RuntimeException e) {
                LOG.warnf(
                        e,
                        "dashboard %s can't be made and does not show run %s",
                        handle.getBean().getBeanClass().getName(),
                        run.id());
            }
        }
        return new Beans(Dashboards.listener(run, dashboards, shown -> {}), ofThisRun);
    }

    /** Lets go of a run's own dashboards when the run is dropped. */
    private record Beans(RunListener showing, List<Instance.Handle<Dashboard>> ofThisRun) implements RunListener {

        @Override
        public void onStarted() {
            showing.onStarted();
        }

        @Override
        public void onEnded() {
            showing.onEnded();
        }

        @Override
        public void onForgotten() {
            ofThisRun.forEach(Instance.Handle::destroy);
        }
    }
}
