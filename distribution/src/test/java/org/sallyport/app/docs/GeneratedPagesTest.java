package org.sallyport.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.sallyport.core.config.ConfigReference;

/** Pages that are made from the code say what the code says now. */
class GeneratedPagesTest {
    @Test
    void theConfigurationReferenceIsThatOfTheRecords() throws IOException {
        Pages.holds("docs/config-reference.md", ConfigReference.of(Pages.catalog()));
    }

    @Test
    void everyKeySaysWhatItMeans() {
        assertThat(ConfigReference.undocumented(Pages.catalog()))
                .as("keys of records without @Doc")
                .isEmpty();
    }

    @Test
    void thePageOfErrorsIsThatOfTheTables() throws IOException {
        Pages.holds("docs/errors.md", ErrorPage.text());
    }
}
